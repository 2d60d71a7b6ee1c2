create or replace function store.product_available(p_product_id bigint)
    returns bigint
    language sql
    stable parallel safe
    security invoker
return (
    select coalesce(sum(i.on_hand - i.reserved), 0)
    from store.inventory as i
    join store.branches as b on b.branch_id = i.branch_id
    where i.product_id = p_product_id
        and b.is_active
);

comment on function store.product_available is 'Units of a product that all active branches together could sell now.';
revoke all on function store.product_available from public;
