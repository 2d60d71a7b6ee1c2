create or replace function api.inventory_create(
    p_actor_id bigint,
    p_branch_id bigint,
    p_product_id bigint,
    p_on_hand integer,
    p_reorder_point integer default 0,
    p_reason text default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Gives a product a shelf in a branch that never had it, with its first stock received through the ledger.
-- Callers: POST /admin/inventory
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND, MS404 PRODUCT_NOT_FOUND,
--          MS409 DUPLICATE
-- Locks:   inventory row
-- Writes:  store.inventory, store.inventory_movements
declare
    v_inventory_id bigint;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if p_on_hand not between 0 and 1000000 then
        perform store.fail_field('on_hand', 'must be from 0 to 1000000');
    elsif length(p_reason) > 500 then
        perform store.fail_field('reason', 'must have 1 to 500 characters');
    elsif not exists (select from store.branches as b where b.branch_id = p_branch_id) then
        perform store.fail('BRANCH_NOT_FOUND');
    elsif not exists (select from store.products as p where p.product_id = p_product_id) then
        perform store.fail('PRODUCT_NOT_FOUND');
    end if;

    insert into store.inventory (branch_id, product_id, on_hand, reorder_point)
    values (p_branch_id, p_product_id, p_on_hand, p_reorder_point)
    on conflict on constraint inventory_pkey do nothing
    returning inventory_id into v_inventory_id;

    if not found then
        perform store.fail(
            'DUPLICATE',
            (
                select jsonb_build_object('inventory_id', i.inventory_id)
                from store.inventory as i
                where i.branch_id = p_branch_id
                    and i.product_id = p_product_id
            )
        );
    end if;

    insert into store.inventory_movements (branch_id, product_id, kind, quantity, reason, actor_user_id)
    select p_branch_id, p_product_id, 'received', p_on_hand, p_reason, p_actor_id
    where p_on_hand > 0;

    return store.data_json((store.inventory_json(array[v_inventory_id]))[1]);
end;
$$;

comment on function api.inventory_create is 'Gives a product a shelf in a branch, with its first stock.';
revoke all on function api.inventory_create from public;
grant execute on function api.inventory_create to mami_gateway, mami_operator;
