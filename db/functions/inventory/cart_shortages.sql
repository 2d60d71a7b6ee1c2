create or replace function store.cart_shortages(p_cart_id bigint, p_branch_id bigint)
    returns jsonb
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What a branch lacks for a cart, as a JSON array; null when it lacks nothing.
-- Callers: api.checkout_preview, api.checkout_lock
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select jsonb_agg(
            jsonb_build_object(
                'product_id', p.product_id,
                'name', p.name,
                'requested_quantity', ci.quantity,
                'available_quantity', coalesce(i.on_hand - i.reserved, 0)
            )
            order by p.product_id
        )
        from store.cart_items as ci
        join store.products as p on p.product_id = ci.product_id
        left join store.inventory as i on i.branch_id = p_branch_id and i.product_id = ci.product_id
        where ci.cart_id = p_cart_id
            and ci.quantity > coalesce(i.on_hand - i.reserved, 0)
    );
end;
$$;

comment on function store.cart_shortages is 'What a branch lacks for a cart.';
revoke all on function store.cart_shortages from public;
