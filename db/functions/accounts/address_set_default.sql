create or replace function api.address_set_default(p_actor_id bigint, p_address_id bigint)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Makes an address the actor's default.
-- Callers: PATCH /me/addresses/{id}/default
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ADDRESS_NOT_FOUND
-- Locks:   users row, addresses rows of the user
-- Writes:  store.addresses
begin
    perform store.enter(p_actor_id, 'CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN');
    perform store.user_lock(p_actor_id);
    perform store.address_make_default(p_actor_id, t.address_id)
    from store.addresses as t
    where t.address_id = p_address_id
        and t.user_id = p_actor_id
        and t.is_active;

    if not found then
        perform store.fail('ADDRESS_NOT_FOUND');
    end if;

    return (
        select store.data_json(store.address_json(t))
        from store.addresses as t
        where t.address_id = p_address_id
    );
end;
$$;

comment on function api.address_set_default is 'Makes an address the actor''s default.';
revoke all on function api.address_set_default from public;
grant execute on function api.address_set_default to mami_gateway, mami_operator;
