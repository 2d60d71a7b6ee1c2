create or replace function store.order_lock(p_order_id bigint, p_to store.order_status)
    returns store.orders
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Locks an order and what its next status will change, in the order of locks: the place in its slot for one that is canceled, all
-- its shelves for one that is canceled or ready, and else the order alone. Gives it as it is under the lock; whoever
-- calls judges only then, so two who want different things of it come one after the other.
-- Callers: order_status_set, order_cancel, order_claim, order_item_pick, order_item_damage
-- Errors:  MS404 ORDER_NOT_FOUND
-- Locks:   slot_dates row, inventory rows by (branch_id, product_id), orders row
-- Writes:  none
declare
    v_order store.orders;
begin
    if p_to = 'CANCELED' then
        perform 1
        from store.slot_dates as s
        where s.slot_date_id = (select d.slot_date_id from store.order_deliveries as d where d.order_id = p_order_id)
        for no key update;
    end if;

    if p_to in ('READY', 'CANCELED') then
        perform 1
        from store.orders as o
        join store.order_items as t on t.order_id = o.order_id
        join store.inventory as i on i.branch_id = o.branch_id and i.product_id = t.product_id
        where o.order_id = p_order_id
        order by i.branch_id, i.product_id
        for no key update of i;
    end if;

    select o.* into v_order
    from store.orders as o
    where o.order_id = p_order_id
    for no key update;

    if not found then
        perform store.fail('ORDER_NOT_FOUND');
    end if;

    return v_order;
end;
$$;

comment on function store.order_lock is 'Locks an order and what its next status will change.';
revoke all on function store.order_lock from public;
