create or replace function api.order_item_pick(
    p_actor_id bigint,
    p_order_id bigint,
    p_order_item_id bigint,
    p_picked_status text,
    p_picked_quantity integer default null,
    p_reason text default null,
    p_expected_version integer default null,
    p_operation_id text default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- What became of a line: PENDING again, PICKED, or MISSING. Without a quantity all of it is picked, or nothing. Fewer units than were bought
-- are a short pick; what is short or missing is settled when the order is ready, and may be set otherwise until then. Each word for an
-- order makes its picker's lease longer. With an operation_id it counts once: who says it again is told how the order is now, also when it
-- has gone on since.
-- Callers: PATCH /ops/orders/{id}/items/{id}/picked-status
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ORDER_NOT_FOUND, MS404 ORDER_ITEM_NOT_FOUND,
--          MS409 ORDER_CHANGED, MS409 ORDER_CLAIMED, MS409 ORDER_NOT_IN_PROGRESS, MS422 IDEMPOTENCY_KEY_REUSED
-- Locks:   orders row
-- Writes:  store.order_items, store.orders, store.picking_operations
declare
    v_role store.user_role := store.enter(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');
    v_order store.orders;
    v_bought integer;
    v_picked integer;
    v_said store.picking_operations;
begin
    v_order := store.order_lock(p_order_id, 'IN_PROGRESS');

    select t.quantity into v_bought
    from store.order_items as t
    where t.order_id = p_order_id
        and t.order_item_id = p_order_item_id;

    if not found then
        perform store.fail('ORDER_ITEM_NOT_FOUND');
    end if;

    select p.* into v_said
    from store.picking_operations as p
    where p.order_id = p_order_id
        and p.operation_id = p_operation_id;

    if found then
        if (v_said.order_item_id, v_said.picked_status::text, v_said.picked_quantity, v_said.reason)
            is distinct from (p_order_item_id, p_picked_status, p_picked_quantity, p_reason)
        then
            perform store.fail('IDEMPOTENCY_KEY_REUSED');
        end if;

        return store.data_json((store.orders_json(array[p_order_id], true))[1]);
    end if;

    v_picked := coalesce(p_picked_quantity, case p_picked_status when 'PICKED' then v_bought else 0 end);

    if p_picked_status = 'PENDING' and v_picked <> 0 then
        perform store.fail_field('picked_quantity', 'must be 0 for what is pending');
    elsif p_picked_status = 'PICKED' and v_picked not between 1 and v_bought then
        perform store.fail_field('picked_quantity', format('must be between 1 and %s', v_bought));
    elsif p_picked_status = 'MISSING' and v_picked not between 0 and v_bought - 1 then
        perform store.fail_field('picked_quantity', format('must be between 0 and %s for what is missing', v_bought - 1));
    end if;

    perform store.order_version_check(v_order, p_expected_version);

    if v_order.status <> 'IN_PROGRESS' then
        perform store.fail('ORDER_NOT_IN_PROGRESS', jsonb_build_object('status', v_order.status));
    elsif v_role = 'EMPLOYEE' and v_order.assigned_to <> p_actor_id then
        perform store.fail('ORDER_CLAIMED', jsonb_build_object('assigned_to', v_order.assigned_to));
    end if;

    update store.order_items as t
    set picked_status = p_picked_status::store.picked_status, picked_quantity = v_picked
    where t.order_item_id = p_order_item_id;

    -- A manager who lends a hand takes nobody's order away.
    update store.orders as o
    set
        lease_expires_at = clock_timestamp() + make_interval(mins => g.picking_lease_minutes),
        updated_at = now()
    from store.settings as g
    where o.order_id = p_order_id;

    insert into store.picking_operations (
        order_id, operation_id, order_item_id, actor_user_id, picked_status, picked_quantity, reason
    )
    values (
        p_order_id, coalesce(p_operation_id, gen_random_uuid()::text), p_order_item_id, p_actor_id,
        p_picked_status::store.picked_status, p_picked_quantity, p_reason
    );

    return store.data_json((store.orders_json(array[p_order_id], true))[1]);
end;
$$;

comment on function api.order_item_pick is 'Says what became of a line of an order that is being picked.';
revoke all on function api.order_item_pick from public;
grant execute on function api.order_item_pick to mami_gateway, mami_operator;
