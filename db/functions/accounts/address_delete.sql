create or replace function api.address_delete(p_actor_id bigint, p_address_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Takes an address away (soft delete). If it was the default, the newest of the others becomes it.
-- Callers: DELETE /me/addresses/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ADDRESS_NOT_FOUND
-- Locks:   users row, addresses rows of the user
-- Writes:  store.addresses
begin
    perform store.enter(p_actor_id, 'CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN');
    perform store.user_lock(p_actor_id);

    update store.addresses as t
    set is_active = false, is_default = false, updated_at = now()
    where t.address_id = p_address_id
        and t.user_id = p_actor_id
        and t.is_active;

    if not found then
        perform store.fail('ADDRESS_NOT_FOUND');
    end if;

    if not exists (select from store.addresses as t where t.user_id = p_actor_id and t.is_default) then
        perform store.address_make_default(p_actor_id, max(t.address_id))
        from store.addresses as t
        where t.user_id = p_actor_id
            and t.is_active;
    end if;
end;
$$;

comment on function api.address_delete is 'Takes an address of the actor away.';
revoke all on function api.address_delete from public;
grant execute on function api.address_delete to mami_gateway, mami_operator;
