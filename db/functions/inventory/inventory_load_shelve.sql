create or replace function store.inventory_load_shelve(p_load store.inventory_loads, p_last_line integer)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Gives the products of a step of a load that have no shelf one, with its first stock received through the ledger, and locks the shelves
-- that are there.
-- Whoever makes a shelf meanwhile has been first: that row is compared like the others. A row that expects stock where there is no shelf
-- makes none.
-- Callers: inventory_load_step
-- Errors:  none
-- Locks:   inventory rows by (branch_id, product_id): the new ones, then those that are there
-- Writes:  store.inventory, store.inventory_movements, api.inventory_load_rows
declare
    v_branch_ids bigint[];
    v_product_ids bigint[];
begin
    with made as (
        insert into store.inventory as i (branch_id, product_id, on_hand, reorder_point)
        select r.branch_id, r.product_id, r.on_hand, coalesce(r.reorder_point, 0)
        from api.inventory_load_rows as r
        where r.inventory_load_id = p_load.inventory_load_id
            and r.line > p_load.last_line
            and r.line <= p_last_line
            and r.error_code is null
            and coalesce(r.expected_on_hand, 0) = 0
            and not exists (
                select
                from store.inventory as o
                where o.branch_id = r.branch_id
                    and o.product_id = r.product_id
            )
        order by r.branch_id, r.product_id
        on conflict on constraint inventory_pkey do nothing
        returning i.branch_id, i.product_id, i.on_hand
    ),

    received as (
        insert into store.inventory_movements (branch_id, product_id, kind, quantity, reason, actor_user_id)
        select m.branch_id, m.product_id, 'received', m.on_hand, p_load.reason, p_load.user_id
        from made as m
        where m.on_hand > 0
    )

    select array_agg(m.branch_id), array_agg(m.product_id)
    into v_branch_ids, v_product_ids
    from made as m;

    perform store.inventory_load_mark(p_load, p_last_line, v_branch_ids, v_product_ids);

    perform
    from store.inventory as i
    join api.inventory_load_rows as r on r.branch_id = i.branch_id and r.product_id = i.product_id
    where r.inventory_load_id = p_load.inventory_load_id
        and r.line > p_load.last_line
        and r.line <= p_last_line
        and r.error_code is null
        and not r.is_new
    order by i.branch_id, i.product_id
    for no key update of i;
end;
$$;

comment on function store.inventory_load_shelve is 'Makes the new shelves of a step of a load, and locks the others.';
revoke all on function store.inventory_load_shelve from public;
