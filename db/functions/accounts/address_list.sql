create or replace function api.address_list(p_actor_id bigint, p_limit integer default 50, p_offset integer default 0)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The actor's addresses, the default first.
-- Callers: GET /me/addresses
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
begin
    perform store.enter_read(p_actor_id, 'CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN');

    return store.page_json(
        array(
            select store.address_json(t)
            from store.addresses as t
            where t.user_id = p_actor_id
                and t.is_active
            order by t.is_default desc, t.address_id
            limit p_limit offset p_offset
        ),
        (select count(*) from store.addresses as t where t.user_id = p_actor_id and t.is_active),
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.address_list is 'The actor''s addresses.';
revoke all on function api.address_list from public;
grant execute on function api.address_list to mami_gateway, mami_operator;
