create or replace function api.order_get(p_actor_id bigint, p_order_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One order: a customer's own, any for managers and admins.
-- Callers: GET /orders/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_role store.user_role := store.enter_read(p_actor_id, 'CUSTOMER', 'MANAGER', 'ADMIN');
begin
    perform 1
    from store.orders as o
    where o.order_id = p_order_id
        and (v_role <> 'CUSTOMER' or o.user_id = p_actor_id);

    if not found then
        perform store.fail('ORDER_NOT_FOUND');
    end if;

    return store.data_json((store.orders_json(array[p_order_id], v_role <> 'CUSTOMER'))[1]);
end;
$$;

comment on function api.order_get is 'One order.';
revoke all on function api.order_get from public;
grant execute on function api.order_get to mami_gateway, mami_operator;
