create or replace function store.address_make_default(p_user_id bigint, p_address_id bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Makes one address the default of its user; the user's row is locked by the caller. One that was deleted meanwhile leaves the default
-- where it is: there is always one while any exist.
-- Callers: address_create, address_update, address_set_default, address_delete, checkout_commit
-- Errors:  none
-- Locks:   addresses rows of the user
-- Writes:  store.addresses
begin
    perform 1
    from store.addresses as t
    where t.address_id = p_address_id
        and t.user_id = p_user_id
        and t.is_active;

    if not found then
        return;
    end if;

    -- Two statements: the unique index on the default is checked row by row.
    update store.addresses as t
    set is_default = false, updated_at = now()
    where t.user_id = p_user_id
        and t.is_default
        and t.address_id <> p_address_id;

    update store.addresses as t
    set is_default = true, updated_at = now()
    where t.user_id = p_user_id
        and t.address_id = p_address_id
        and not t.is_default;
end;
$$;

comment on function store.address_make_default is 'Makes one address the default of its user.';
revoke all on function store.address_make_default from public;
