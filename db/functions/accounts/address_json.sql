create or replace function store.addresses_json(p_address_ids bigint[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Addresses as the API shows them, in the order of the ids.
-- With one plan for any number of ids: left to itself PostgreSQL would plan each call anew, as one id looks cheaper than ten.
-- Callers: address_list, address_create, address_update, address_set_default
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(address)
        from (
            select
                a.address_id as id,
                a.address_line,
                a.city,
                a.postal_code,
                a.country,
                a.latitude,
                a.longitude,
                a.is_default
            from unnest(p_address_ids) with ordinality as page (address_id, place)
            join store.addresses as a on a.address_id = page.address_id
            order by page.place
        ) as address
    );
end;
$$;

comment on function store.addresses_json is 'Addresses as the API shows them.';
revoke all on function store.addresses_json from public;
