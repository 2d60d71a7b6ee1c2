-- Stock from a file: the gateway copies its rows here while they come, and when all have come they are applied, some at a time.

create table store.inventory_loads (
    inventory_load_id bigint generated always as identity,
    user_id bigint not null,
    idempotency_key text,
    fingerprint bytea,
    is_dry_run boolean,
    reason text,
    last_line integer not null default 0,
    opened_at timestamptz,
    stepped_at timestamptz,
    ended_at timestamptz,
    total integer,
    succeeded integer,
    created_at timestamptz not null default now(),
    constraint inventory_loads_pkey primary key (inventory_load_id),
    constraint inventory_loads_user_id_fkey foreign key (user_id) references store.users,
    constraint inventory_loads_key unique (user_id, idempotency_key),
    constraint inventory_loads_idempotency_key_length check (length(idempotency_key) between 1 and 255),
    constraint inventory_loads_fingerprint_length check (octet_length(fingerprint) = 32),
    constraint inventory_loads_key_whole check ((idempotency_key is null) = (fingerprint is null)),
    constraint inventory_loads_reason_length check (length(reason) between 1 and 500),
    constraint inventory_loads_succeeded_range check (succeeded between 0 and total),
    constraint inventory_loads_opened_whole check (
        (opened_at is null) = (is_dry_run is null) and (opened_at is null) = (reason is null)
    ),
    constraint inventory_loads_ended_whole check (
        (ended_at is null) = (total is null) and (ended_at is null) = (succeeded is null)
    )
);

create index inventory_loads_created_at_idx on store.inventory_loads (created_at);
create index inventory_loads_open_idx on store.inventory_loads (stepped_at) where opened_at is not null and ended_at is null;

comment on table store.inventory_loads is 'A file of stock that a manager sent, and what became of its rows.';
comment on column store.inventory_loads.fingerprint is 'SHA-256 over the route, what it was asked and the file: the same key with another is refused.';
comment on column store.inventory_loads.is_dry_run is 'It is judged and not applied.';
comment on column store.inventory_loads.last_line is 'Up to which it has been applied, or judged.';
comment on column store.inventory_loads.opened_at is 'When all its rows had come; null for one that broke off.';
comment on column store.inventory_loads.stepped_at is 'When somebody last went on with it.';
comment on column store.inventory_loads.ended_at is 'When its last row was applied, or judged.';

-- Where the gateway puts the rows, with COPY, which knows tables and no functions: the one table in its schema. Its rows name their load
-- by no foreign key, which would be looked up for each of fifty thousand; a load and its rows are forgotten together.
create table api.inventory_load_rows (
    inventory_load_id bigint not null,
    line integer not null,
    branch_id bigint,
    product_id bigint,
    on_hand integer,
    reorder_point integer,
    expected_on_hand integer,
    cells text[],
    is_new boolean not null default false,
    error_code text,
    error_details json,
    constraint inventory_load_rows_pkey primary key (inventory_load_id, line),
    constraint inventory_load_rows_on_hand_range check (on_hand between 0 and 1000000),
    constraint inventory_load_rows_reorder_point_range check (reorder_point between 0 and 1000000),
    constraint inventory_load_rows_whole check (
        error_code is not null or (branch_id is not null and product_id is not null and on_hand is not null)
    )
);

comment on table api.inventory_load_rows is 'The rows of a file of stock, and what became of each. Forgotten after a week.';
comment on column api.inventory_load_rows.line is 'Of the file, where the row begins; the header''s is 1.';
comment on column api.inventory_load_rows.cells is 'A row that is no figures, as it was sent: branch_id, product_id, on_hand, reorder_point, expected_on_hand.';
comment on column api.inventory_load_rows.is_new is 'The product had no shelf in the branch.';
comment on column api.inventory_load_rows.error_code is 'Why the row is not applied.';

create type store.load_answer as (
    load_id bigint, dry_run boolean, total integer, succeeded integer, failed integer, results json
);
create type store.load_row_answer as ("row" integer, result text, error json);

comment on type store.load_answer is 'What became of a file of stock.';
comment on type store.load_row_answer is 'What became of one row of it.';
