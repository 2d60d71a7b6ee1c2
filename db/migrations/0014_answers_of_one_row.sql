-- The shapes of answers that are made of one row. A function of such a row is one expression, which the planner inlines: for an answer as
-- small as these a call of a function would cost more than the rest.

create type store.branch_answer as (id bigint, name text, address text, is_warehouse boolean, is_active boolean);
create type store.address_answer as (
    id bigint,
    address_line text,
    city text,
    postal_code text,
    country text,
    latitude numeric,
    longitude numeric,
    is_default boolean
);
create type store.payment_token_answer as (
    id bigint,
    provider text,
    brand text,
    last4 text,
    exp_month integer,
    exp_year integer,
    is_default boolean
);

comment on type store.branch_answer is 'A branch as the API shows it.';
comment on type store.address_answer is 'An address as the API shows it.';
comment on type store.payment_token_answer is 'A payment token as the API shows it.';

drop function if exists store.branches_json(bigint[]);
drop function if exists store.addresses_json(bigint[]);
drop function if exists store.payment_tokens_json(bigint[]);
drop function if exists audit.entity_key(jsonb, text[]);
