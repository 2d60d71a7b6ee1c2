create or replace function store.product_available(p_product_id bigint)
    returns bigint
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Units of a product that all active branches together could sell now. For one product; a statement about many joins
-- store.product_stock.
-- Callers: cart_item_add
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return coalesce((select s.available from store.product_stock as s where s.product_id = p_product_id), 0);
end;
$$;

comment on function store.product_available is 'Units of a product that all active branches together could sell now.';
revoke all on function store.product_available from public;
