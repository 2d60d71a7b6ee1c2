create or replace function api.inventory_ledger(
    p_actor_id bigint,
    p_inventory_id bigint,
    p_limit integer default 50,
    p_offset integer default 0
)
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Why a figure is what it is: the movements of a shelf, the newest first, each with on_hand and reserved after it, so that the first line
-- shows today's. Reckoned back from today, so that a page costs what it and those before it cost, and not the whole ledger.
-- Callers: GET /admin/inventory/{id}/ledger
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 INVENTORY_NOT_FOUND
-- Locks:   none
-- Writes:  none
declare
    v_stock store.inventory;
    v_lines json[];
    v_total bigint;
begin
    perform store.enter_read(p_actor_id, 'MANAGER', 'ADMIN');

    -- One snapshot for all that follows, as the function is stable: stock and ledger fit each other.
    select i.* into v_stock
    from store.inventory as i
    where i.inventory_id = p_inventory_id;

    if not found then
        perform store.fail('INVENTORY_NOT_FOUND');
    end if;

    select count(*) into v_total
    from store.inventory_movements as m
    where m.branch_id = v_stock.branch_id
        and m.product_id = v_stock.product_id;

    v_lines := array(
        with newest as (
            select m.*
            from store.inventory_movements as m
            where m.branch_id = v_stock.branch_id
                and m.product_id = v_stock.product_id
            order by m.inventory_movement_id desc
            limit p_offset::bigint + p_limit
        ),

        page as (
            select
                n.*,
                v_stock.on_hand - coalesce(sum(n.on_hand_change) over since, 0) as on_hand,
                v_stock.reserved - coalesce(sum(n.reserved_change) over since, 0) as reserved
            from newest as n
            window since as (
                order by n.inventory_movement_id desc rows between unbounded preceding and 1 preceding
            )
            order by n.inventory_movement_id desc
            limit p_limit offset p_offset
        )

        select row_to_json(line)
        from (
            select
                g.inventory_movement_id as id,
                g.kind,
                g.quantity,
                g.on_hand_change,
                g.reserved_change,
                g.on_hand,
                g.reserved,
                g.reason,
                g.checkout_attempt_id,
                o.order_id,
                o.order_number,
                g.stock_request_id,
                case when u.user_id is not null then row(u.user_id, u.full_name)::store.person_answer end as actor,
                store.rfc3339(g.created_at) as created_at
            from page as g
            left join store.orders as o on o.checkout_attempt_id = g.checkout_attempt_id
            left join store.users as u on u.user_id = g.actor_user_id
            order by g.inventory_movement_id desc
        ) as line
    );

    return store.page_json(v_lines, v_total, p_limit, p_offset);
end;
$$;

comment on function api.inventory_ledger is 'The movements that add up to today''s stock, the newest first.';
revoke all on function api.inventory_ledger from public;
grant execute on function api.inventory_ledger to mami_gateway, mami_operator;
