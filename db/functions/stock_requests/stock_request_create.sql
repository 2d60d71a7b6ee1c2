create or replace function api.stock_request_create(
    p_actor_id bigint,
    p_branch_id bigint,
    p_product_id bigint,
    p_request_type text,
    p_quantity integer,
    p_reason text default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Asks for another figure on a shelf, or for more or less on it, also where the branch never had the product. Stock stays as it is; what
-- it was at this moment, and where the ledger stood, is kept with the request.
-- Callers: POST /stock-requests
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND, MS404 PRODUCT_NOT_FOUND
-- Locks:   none
-- Writes:  store.stock_requests
declare
    v_stock_request_id bigint;
begin
    perform store.enter(p_actor_id, 'EMPLOYEE', 'MANAGER', 'ADMIN');

    if p_request_type = 'SET_QUANTITY' and p_quantity < 0 then
        perform store.fail_field('quantity', 'must be at least 0');
    elsif p_request_type = 'ADD_QUANTITY' and p_quantity = 0 then
        perform store.fail_field('quantity', 'must not be 0');
    elsif p_quantity not between -1000000 and 1000000 then
        perform store.fail_field('quantity', 'must be from -1000000 to 1000000');
    elsif not exists (select from store.branches as b where b.branch_id = p_branch_id) then
        perform store.fail('BRANCH_NOT_FOUND');
    elsif not exists (select from store.products as p where p.product_id = p_product_id) then
        perform store.fail('PRODUCT_NOT_FOUND');
    end if;

    -- Figure and position of one snapshot: a sale that commits between two statements would be in one of them alone.
    insert into store.stock_requests (
        branch_id, product_id, request_type, quantity, observed_quantity, ledger_position, reason, requested_by
    )
    select
        p_branch_id,
        p_product_id,
        p_request_type::store.stock_request_type,
        p_quantity,
        coalesce(max(i.on_hand), 0),
        coalesce(
            (
                select m.inventory_movement_id
                from store.inventory_movements as m
                where m.branch_id = p_branch_id
                    and m.product_id = p_product_id
                order by m.inventory_movement_id desc
                limit 1
            ),
            0
        ),
        p_reason,
        p_actor_id
    from store.inventory as i
    where i.branch_id = p_branch_id
        and i.product_id = p_product_id
    returning stock_request_id into v_stock_request_id;

    return store.data_json((store.stock_requests_json(array[v_stock_request_id]))[1]);
end;
$$;

comment on function api.stock_request_create is 'Asks for another figure on a shelf.';
revoke all on function api.stock_request_create from public;
grant execute on function api.stock_request_create to mami_gateway, mami_operator;
