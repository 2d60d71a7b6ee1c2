create or replace function store.address_json(p_address store.addresses)
    returns json
    language sql
    stable parallel safe
    security invoker
return row_to_json(
    row(
        (p_address).address_id,
        (p_address).address_line,
        (p_address).city,
        (p_address).postal_code,
        (p_address).country,
        (p_address).latitude,
        (p_address).longitude,
        (p_address).is_default
    )::store.address_answer
);

comment on function store.address_json is 'An address as the API shows one. No SET clause, so that it is inlined.';
revoke all on function store.address_json from public;
