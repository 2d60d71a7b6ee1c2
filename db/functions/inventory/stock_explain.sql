create or replace function api.stock_explain(p_branch_id bigint, p_product_id bigint)
    returns table (
        moved_at timestamptz,
        kind text,
        on_hand_change integer,
        reserved_change integer,
        on_hand bigint,
        reserved bigint,
        who text,
        order_number text,
        stock_request_id bigint,
        reason text
    )
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Why a figure is what it is: every line of a shelf's ledger, added up from the first one; the last row is what the shelf says today, and
-- shows the same figures as the line before it. For people in psql, as the gateway has inventory_ledger by pages.
-- Callers: a DBA
-- Errors:  MS404 INVENTORY_NOT_FOUND
-- Locks:   none
-- Writes:  none
begin
    if not exists (
        select from store.inventory as i where i.branch_id = p_branch_id and i.product_id = p_product_id
    ) then
        perform store.fail('INVENTORY_NOT_FOUND');
    end if;

    return query
        select
            m.created_at,
            m.kind::text,
            m.on_hand_change,
            m.reserved_change,
            sum(m.on_hand_change) over line,
            sum(m.reserved_change) over line,
            coalesce(u.full_name, c.full_name),
            o.order_number,
            m.stock_request_id,
            m.reason
        from store.inventory_movements as m
        left join store.users as u on u.user_id = m.actor_user_id
        left join store.checkout_attempts as a on a.checkout_attempt_id = m.checkout_attempt_id
        left join store.users as c on c.user_id = a.user_id
        left join store.orders as o on o.checkout_attempt_id = m.checkout_attempt_id
        where m.branch_id = p_branch_id
            and m.product_id = p_product_id
        window line as (order by m.inventory_movement_id)
        order by m.inventory_movement_id;

    return query
        select i.updated_at, 'today', null::integer, null::integer, i.on_hand::bigint, i.reserved::bigint, null, null, null::bigint, null
        from store.inventory as i
        where i.branch_id = p_branch_id
            and i.product_id = p_product_id;
end;
$$;

comment on function api.stock_explain is 'Every line of a shelf''s ledger, added up to today''s figures.';
revoke all on function api.stock_explain from public;
grant execute on function api.stock_explain to mami_operator;
