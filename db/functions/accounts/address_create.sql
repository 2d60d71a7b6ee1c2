create or replace function api.address_create(
    p_actor_id bigint,
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
-- Adds an address; the first one becomes the default whatever was asked.
-- Callers: POST /me/addresses
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   users row, addresses rows of the user
-- Writes:  store.addresses
declare
    v_id bigint;
begin
    perform store.enter(p_actor_id, 'CUSTOMER', 'EMPLOYEE', 'MANAGER', 'ADMIN');
    perform store.user_lock(p_actor_id);

    insert into store.addresses (user_id, address_line, city, postal_code, country, latitude, longitude)
    values (p_actor_id, p_address_line, p_city, p_postal_code, coalesce(p_country, 'IL'), p_latitude, p_longitude)
    returning address_id into v_id;

    if p_is_default or not exists (
        select from store.addresses as t where t.user_id = p_actor_id and t.is_default
    ) then
        perform store.address_make_default(p_actor_id, v_id);
    end if;

    return (
        select store.data_json(store.address_json(t))
        from store.addresses as t
        where t.address_id = v_id
    );
end;
$$;

comment on function api.address_create is 'Adds an address of the actor.';
revoke all on function api.address_create from public;
grant execute on function api.address_create to mami_gateway, mami_operator;
