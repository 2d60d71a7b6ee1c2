create or replace function store.order_version_check(p_order store.orders, p_expected_version integer)
    returns void
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Who says which version of an order they saw changes no other. Without a word about it nothing is compared.
-- Callers: order_status_set, order_item_pick, each with the order locked
-- Errors:  MS409 ORDER_CHANGED
-- Locks:   none
-- Writes:  none
begin
    if p_expected_version <> p_order.version then
        perform store.fail(
            'ORDER_CHANGED',
            jsonb_build_object('expected_version', p_expected_version, 'version', p_order.version, 'status', p_order.status)
        );
    end if;
end;
$$;

comment on function store.order_version_check is 'Refuses a change of an order that has changed since it was seen.';
revoke all on function store.order_version_check from public;
