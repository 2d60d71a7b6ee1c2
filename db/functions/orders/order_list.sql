create or replace function api.order_list(
    p_actor_id bigint,
    p_user_id bigint default null,
    p_status text default null,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Orders, the newest first: a customer's own; for managers and admins everybody's, or those of p_user_id.
-- Callers: GET /orders
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN
-- Locks:   none
-- Writes:  none
declare
    v_role store.user_role := store.enter_read(p_actor_id, 'CUSTOMER', 'MANAGER', 'ADMIN');
    v_owner_id bigint := case when v_role = 'CUSTOMER' then p_actor_id else p_user_id end;
    v_ids bigint[];
    v_total bigint;
begin
    -- A customer who asks for somebody else's orders has none.
    if v_role = 'CUSTOMER' and p_user_id <> p_actor_id then
        return store.page_json(null, 0, p_limit, p_offset);
    end if;

    if v_owner_id is null then
        v_ids := array(
            select o.order_id
            from store.orders as o
            where p_status is null or o.status = p_status::store.order_status
            order by o.order_id desc
            limit p_limit offset p_offset
        );
        select count(*) into v_total
        from store.orders as o
        where p_status is null or o.status = p_status::store.order_status;
    else
        v_ids := array(
            select o.order_id
            from store.orders as o
            where o.user_id = v_owner_id
                and (p_status is null or o.status = p_status::store.order_status)
            order by o.order_id desc
            limit p_limit offset p_offset
        );
        select count(*) into v_total
        from store.orders as o
        where o.user_id = v_owner_id
            and (p_status is null or o.status = p_status::store.order_status);
    end if;

    return store.page_json(
        store.orders_json(v_ids, v_role <> 'CUSTOMER'),
        v_total,
        p_limit,
        p_offset
    );
end;
$$;

comment on function api.order_list is 'Orders, the newest first.';
revoke all on function api.order_list from public;
grant execute on function api.order_list to mami_gateway, mami_operator;
