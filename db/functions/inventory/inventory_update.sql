create or replace function api.inventory_update(
    p_actor_id bigint,
    p_inventory_id bigint,
    p_reason text,
    p_on_hand integer default null,
    p_reorder_point integer default null,
    p_expected_on_hand integer default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Changes stock by hand, in the manager's own name and with a reason. With p_expected_on_hand only if that is the figure still: who has
-- counted beside a shelf that sells says what the screen showed.
-- Callers: PATCH /admin/inventory/{id}
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 INVENTORY_NOT_FOUND, MS409 BELOW_RESERVED,
--          MS409 STALE_STOCK
-- Locks:   inventory row
-- Writes:  store.inventory, store.inventory_movements, audit.entries
declare
    v_stock store.inventory;
    v_change integer := 0;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if p_on_hand is null and p_reorder_point is null then
        perform store.fail_field('on_hand', 'is required without reorder_point');
    elsif p_on_hand not between 0 and 1000000 then
        perform store.fail_field('on_hand', 'must be from 0 to 1000000');
    elsif p_reason is null or length(trim(p_reason)) not between 1 and 500 then
        perform store.fail_field('reason', 'must have 1 to 500 characters');
    end if;

    select i.* into v_stock
    from store.inventory as i
    where i.inventory_id = p_inventory_id
    for no key update;

    if not found then
        perform store.fail('INVENTORY_NOT_FOUND');
    elsif p_expected_on_hand <> v_stock.on_hand then
        perform store.fail(
            'STALE_STOCK',
            jsonb_build_object('expected_on_hand', p_expected_on_hand, 'on_hand', v_stock.on_hand)
        );
    end if;

    if p_on_hand is not null then
        v_change := store.stock_set(
            v_stock.branch_id, v_stock.product_id, p_on_hand, 'adjusted', p_reason, p_actor_id
        );
    end if;

    update store.inventory as i
    set reorder_point = p_reorder_point, updated_at = now()
    where i.inventory_id = p_inventory_id
        and i.reorder_point <> p_reorder_point;

    -- A figure that was right has no line of the ledger: the count and its reason are kept all the same.
    if v_change = 0 then
        perform audit.event(
            'inventory_noted',
            'inventory',
            p_inventory_id,
            jsonb_strip_nulls(
                jsonb_build_object('on_hand', p_on_hand, 'reorder_point', p_reorder_point, 'reason', p_reason)
            )
        );
    end if;

    return store.data_json((store.inventory_json(array[p_inventory_id]))[1]);
end;
$$;

comment on function api.inventory_update is 'Changes stock by hand, with a reason.';
revoke all on function api.inventory_update from public;
grant execute on function api.inventory_update to mami_gateway, mami_operator;
