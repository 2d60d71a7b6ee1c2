create or replace function store.stock_set(
    p_branch_id bigint,
    p_product_id bigint,
    p_on_hand bigint,
    p_kind store.movement_kind,
    p_reason text,
    p_actor_id bigint,
    p_stock_request_id bigint default null
)
    returns integer
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Sets what is on a shelf, with its line of the ledger: the difference, why, by whom. Never below what checkouts have reserved. Gives the
-- difference; without one there is no line. The caller has locked the row, and has judged the figure that it was.
-- Callers: inventory_update, stock_request_review, order_item_damage
-- Errors:  MS409 BELOW_RESERVED
-- Locks:   none
-- Writes:  store.inventory, store.inventory_movements
declare
    v_stock store.inventory;
    v_change integer;
begin
    select i.* into strict v_stock
    from store.inventory as i
    where i.branch_id = p_branch_id
        and i.product_id = p_product_id;

    if p_on_hand < v_stock.reserved then
        perform store.fail(
            'BELOW_RESERVED',
            jsonb_build_object(
                'on_hand', v_stock.on_hand, 'reserved', v_stock.reserved, 'requested_on_hand', p_on_hand
            )
        );
    elsif p_on_hand = v_stock.on_hand then
        return 0;
    end if;

    v_change := (p_on_hand - v_stock.on_hand)::integer;

    update store.inventory as i
    set on_hand = p_on_hand, updated_at = now()
    where i.branch_id = p_branch_id
        and i.product_id = p_product_id;

    insert into store.inventory_movements (
        branch_id, product_id, kind, quantity, reason, actor_user_id, stock_request_id
    )
    values (
        -- Of what is damaged the ledger tells how many.
        p_branch_id, p_product_id, p_kind, case p_kind when 'damaged' then -v_change else v_change end, p_reason, p_actor_id, p_stock_request_id
    );

    return v_change;
end;
$$;

comment on function store.stock_set is 'Sets what is on a shelf, with its line of the ledger.';
revoke all on function store.stock_set from public;
