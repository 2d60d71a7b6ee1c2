create or replace function api.order_ops_get(p_actor_id bigint, p_order_id bigint)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- One order as those see it who pick it.
-- Callers: GET /ops/orders/{id}
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_orders json[];
begin
    perform store.enter_read(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');

    v_orders := store.orders_json(array[p_order_id], true);

    if cardinality(v_orders) = 0 then
        perform store.fail('ORDER_NOT_FOUND');
    end if;

    return store.data_json(v_orders[1]);
end;
$$;

comment on function api.order_ops_get is 'One order as those see it who pick it.';
revoke all on function api.order_ops_get from public;
grant execute on function api.order_ops_get to mami_gateway, mami_operator;
