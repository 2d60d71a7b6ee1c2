create or replace function store.check_stock()
    returns table (invariant text, details jsonb)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What must hold of shelves and their ledger: one row for each violation.
-- Callers: store.check_invariants
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
        select 'reserved is what open attempts have locked', to_jsonb(v)
        from (
            select i.branch_id, i.product_id, i.reserved, coalesce(l.locked, 0) as locked
            from store.inventory as i
            full join (
                select a.branch_id, c.product_id, sum(c.quantity) as locked
                from store.checkout_attempts as a
                join store.checkout_lines as c on c.checkout_attempt_id = a.checkout_attempt_id
                where a.state in ('LOCKED', 'UNKNOWN', 'ACTION_REQUIRED', 'COMPENSATING', 'NEEDS_REVIEW')
                group by a.branch_id, c.product_id
            ) as l on l.branch_id = i.branch_id and l.product_id = i.product_id
            where i.reserved is distinct from coalesce(l.locked, 0)
        ) as v

        union all

        select 'the ledger adds up to on_hand and reserved', to_jsonb(v)
        from (
            select i.branch_id, i.product_id, i.on_hand, m.on_hand as ledger_on_hand, i.reserved, m.reserved as ledger_reserved
            from store.inventory as i
            left join (
                select m.branch_id, m.product_id, sum(m.on_hand_change) as on_hand, sum(m.reserved_change) as reserved
                from store.inventory_movements as m
                group by m.branch_id, m.product_id
            ) as m on m.branch_id = i.branch_id and m.product_id = i.product_id
            where i.on_hand <> coalesce(m.on_hand, 0)
                or i.reserved <> coalesce(m.reserved, 0)
        ) as v

        union all

        -- Each locked line has been reserved once, and sold or released once, whichever its attempt's state says; sums would take
        -- the one for the other. Of a sold one has come back what its order does not deliver, and of that is written off what was not found.
        select 'stock of an attempt has moved as its state says', to_jsonb(v)
        from (
            select
                a.checkout_attempt_id, a.state, coalesce(l.product_id, m.product_id) as product_id, l.quantity as locked,
                m.reserved, m.sold, m.released, m.returned, m.written_off, i.settled_quantity, i.missing_quantity, m.branch_ids
            from store.checkout_lines as l
            full join (
                select
                    m.checkout_attempt_id,
                    m.product_id,
                    count(*) filter (where m.kind in ('reserved', 'sold', 'released')) as moves,
                    coalesce(sum(m.quantity) filter (where m.kind = 'reserved'), 0) as reserved,
                    coalesce(sum(m.quantity) filter (where m.kind = 'sold'), 0) as sold,
                    coalesce(sum(m.quantity) filter (where m.kind = 'released'), 0) as released,
                    coalesce(sum(m.quantity) filter (where m.kind = 'returned'), 0) as returned,
                    coalesce(sum(-m.quantity) filter (where m.kind = 'adjusted'), 0) as written_off,
                    bool_or(m.kind in ('received', 'damaged') or (m.kind = 'adjusted' and m.quantity > 0)) as is_by_hand,
                    min(m.branch_id) as branch_id,
                    case when min(m.branch_id) <> max(m.branch_id) then array[min(m.branch_id), max(m.branch_id)] end as branch_ids
                from store.inventory_movements as m
                where m.checkout_attempt_id is not null
                group by m.checkout_attempt_id, m.product_id
            ) as m on m.checkout_attempt_id = l.checkout_attempt_id and m.product_id = l.product_id
            join store.checkout_attempts as a on a.checkout_attempt_id = coalesce(l.checkout_attempt_id, m.checkout_attempt_id)
            left join (
                select o.checkout_attempt_id, t.product_id, t.settled_quantity, t.missing_quantity
                from store.orders as o
                join store.order_items as t on t.order_id = o.order_id
            ) as i on i.checkout_attempt_id = l.checkout_attempt_id and i.product_id = l.product_id
            where l.quantity is null
                or m.reserved is distinct from l.quantity::bigint
                or m.sold <> case when a.state = 'COMMITTED' then l.quantity else 0 end
                or m.released <> case when a.state in ('DECLINED', 'EXPIRED', 'COMPENSATED') then l.quantity else 0 end
                or m.moves <> case when a.state in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED') then 2 else 1 end
                or m.returned <> coalesce(i.settled_quantity, 0)
                or m.written_off <> coalesce(least(i.settled_quantity, i.missing_quantity), 0)
                or m.is_by_hand
                or m.branch_ids is not null
                or m.branch_id <> a.branch_id
        ) as v

        union all

        select 'a correction by hand says why: a reason, or its request', to_jsonb(v)
        from (
            select m.inventory_movement_id, m.branch_id, m.product_id, m.quantity
            from store.inventory_movements as m
            where m.kind = 'adjusted'
                and m.reason is null
                and m.stock_request_id is null
        ) as v

        union all

        select 'an approved stock request has changed its shelf once, by what it says, and no other has', to_jsonb(v)
        from (
            select r.stock_request_id, r.status, r.applied_change, m.lines, m.on_hand_change
            from store.stock_requests as r
            left join (
                select
                    m.stock_request_id, m.branch_id, m.product_id, count(*) as lines, sum(m.on_hand_change) as on_hand_change
                from store.inventory_movements as m
                where m.stock_request_id is not null
                group by m.stock_request_id, m.branch_id, m.product_id
            ) as m on m.stock_request_id = r.stock_request_id
            where coalesce(m.on_hand_change, 0) <> coalesce(r.applied_change, 0)
                or m.lines > 1
                or (m.lines > 0 and (m.branch_id <> r.branch_id or m.product_id <> r.product_id))
        ) as v;
end;
$$;

comment on function store.check_stock is 'What must hold of shelves and their ledger: one row for each violation.';
revoke all on function store.check_stock from public;
