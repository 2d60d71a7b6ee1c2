-- Stock requests: what somebody has counted or wants to add, which another has to approve. The ledger learns who changed stock by hand,
-- and by which request. And answers that are kept for an Idempotency-Key, whatever the call.

create type store.stock_request_type as enum ('SET_QUANTITY', 'ADD_QUANTITY');
create type store.stock_request_status as enum ('PENDING', 'APPROVED', 'REJECTED', 'CANCELED');

create table store.stock_requests (
    stock_request_id bigint generated always as identity,
    branch_id bigint not null,
    product_id bigint not null,
    request_type store.stock_request_type not null,
    quantity integer not null,
    observed_quantity integer not null,
    ledger_position bigint not null,
    status store.stock_request_status not null default 'PENDING',
    reason text,
    requested_by bigint not null,
    approved_quantity integer,
    is_delta boolean not null default false,
    applied_change integer,
    rejection_reason text,
    reviewed_by bigint,
    reviewed_at timestamptz,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    constraint stock_requests_pkey primary key (stock_request_id),
    constraint stock_requests_branch_id_fkey foreign key (branch_id) references store.branches,
    constraint stock_requests_product_id_fkey foreign key (product_id) references store.products,
    constraint stock_requests_requested_by_fkey foreign key (requested_by) references store.users,
    constraint stock_requests_reviewed_by_fkey foreign key (reviewed_by) references store.users,
    constraint stock_requests_quantity_range check (
        case request_type
            when 'SET_QUANTITY' then quantity between 0 and 1000000
            else quantity <> 0 and quantity between -1000000 and 1000000
        end
    ),
    constraint stock_requests_approved_quantity_range check (
        approved_quantity between case request_type when 'SET_QUANTITY' then 0 else -1000000 end and 1000000
    ),
    constraint stock_requests_reason_length check (length(reason) between 1 and 500),
    constraint stock_requests_rejection_reason_length check (length(rejection_reason) between 1 and 500),
    constraint stock_requests_four_eyes check (reviewed_by <> requested_by),
    constraint stock_requests_review_is_whole check (
        (status in ('APPROVED', 'REJECTED')) = (reviewed_by is not null)
        and (reviewed_by is null) = (reviewed_at is null)
    ),
    constraint stock_requests_approval_is_whole check (
        (status = 'APPROVED') = (approved_quantity is not null)
        and (approved_quantity is null) = (applied_change is null)
        and (status = 'APPROVED' or not is_delta)
    ),
    constraint stock_requests_rejection_has_reason check ((status = 'REJECTED') = (rejection_reason is not null))
);

create index stock_requests_inventory_idx on store.stock_requests (branch_id, product_id, stock_request_id);
create index stock_requests_product_id_idx on store.stock_requests (product_id, stock_request_id);
create index stock_requests_requested_by_idx on store.stock_requests (requested_by, stock_request_id);
create index stock_requests_reviewed_by_idx on store.stock_requests (reviewed_by) where reviewed_by is not null;
create index stock_requests_pending_idx on store.stock_requests (stock_request_id) where status = 'PENDING';

comment on table store.stock_requests is 'What somebody counted on a shelf or wants to add to it, and what another decided. Nobody reviews their own.';
comment on column store.stock_requests.quantity is 'Asked for: the whole figure for SET_QUANTITY, the signed difference for ADD_QUANTITY.';
comment on column store.stock_requests.observed_quantity is 'on_hand at the moment of counting: what the count is compared with.';
comment on column store.stock_requests.ledger_position is 'The newest movement of the shelf at that moment; 0 without one. What comes after it has happened since.';
comment on column store.stock_requests.approved_quantity is 'Approved: as quantity; the reviewer may have decided on another one.';
comment on column store.stock_requests.is_delta is 'Whether the difference from observed_quantity was applied, so that what happened since stays true.';
comment on column store.stock_requests.applied_change is 'What the approval did to on_hand.';

alter table store.inventory_movements
    add column stock_request_id bigint,
    add column actor_user_id bigint,
    add constraint inventory_movements_stock_request_id_fkey
        foreign key (stock_request_id) references store.stock_requests not valid,
    add constraint inventory_movements_actor_user_id_fkey foreign key (actor_user_id) references store.users not valid;

comment on column store.inventory_movements.stock_request_id is 'The request whose approval it is.';
comment on column store.inventory_movements.actor_user_id is 'Who changed the stock by hand or approved it; null for what a checkout did.';

create table store.kept_answers (
    kept_answer_id bigint generated always as identity,
    user_id bigint not null,
    idempotency_key text not null,
    function_name text not null,
    fingerprint bytea not null,
    answer json not null,
    created_at timestamptz not null default now(),
    constraint kept_answers_pkey primary key (kept_answer_id),
    constraint kept_answers_user_id_fkey foreign key (user_id) references store.users,
    constraint kept_answers_key unique (user_id, idempotency_key, function_name),
    constraint kept_answers_idempotency_key_length check (length(idempotency_key) between 1 and 255),
    constraint kept_answers_function_name_length check (length(function_name) between 1 and 63),
    constraint kept_answers_fingerprint_length check (octet_length(fingerprint) = 32)
);

create index kept_answers_created_at_idx on store.kept_answers (created_at);

comment on table store.kept_answers is 'The answer that a call with an Idempotency-Key gave, written in the transaction of its effect and given again for the same key. Forgotten after 72 hours.';
comment on column store.kept_answers.function_name is 'The function that was called: a key stands for one call of it.';
comment on column store.kept_answers.fingerprint is 'SHA-256 over the route and what the input gave: the same key with another is refused.';
comment on column store.kept_answers.answer is 'As it was sent, byte for byte.';

create type store.person_answer as (id bigint, full_name text);
create type store.review_answer as (request_id bigint, result text, status text, error json);
create type store.review_error as (code text, message text, details json);

comment on type store.person_answer is 'Who did something, as the API shows it to staff.';
comment on type store.review_answer is 'What became of one row of a bulk review.';
comment on type store.review_error is 'Why a row of a bulk review was refused.';
