create or replace function api.address_update(
    p_actor_id bigint,
    p_address_id bigint,
    p_address_line text,
    p_city text,
    p_postal_code text,
    p_country text,
    p_latitude numeric,
    p_longitude numeric,
    p_is_default boolean
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Replaces an address. p_is_default true makes it the default; otherwise the default stays where it is, as there is
-- always one.
-- Callers: PUT /me/addresses/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ADDRESS_NOT_FOUND
-- Locks:   users row, addresses rows of the user
-- Writes:  store.addresses
begin
    perform store.enter(p_actor_id, 'CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN');
    perform store.user_lock(p_actor_id);

    update store.addresses as t
    set
        address_line = p_address_line,
        city = p_city,
        postal_code = p_postal_code,
        country = coalesce(p_country, 'IL'),
        latitude = p_latitude,
        longitude = p_longitude,
        updated_at = now()
    where t.address_id = p_address_id
        and t.user_id = p_actor_id
        and t.is_active;

    if not found then
        perform store.fail('ADDRESS_NOT_FOUND');
    end if;

    if p_is_default then
        perform store.address_make_default(p_actor_id, p_address_id);
    end if;

    return (
        select store.data_json(store.address_json(t))
        from store.addresses as t
        where t.address_id = p_address_id
    );
end;
$$;

comment on function api.address_update is 'Replaces an address of the actor.';
revoke all on function api.address_update from public;
grant execute on function api.address_update to mami_gateway, mami_operator;
