create or replace function store.check_audit()
    returns table (invariant text, details jsonb)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The audit log against the rows: whose state, money, price or role is another one than the log last told of, or who has gone
-- without a word, was changed past the triggers. One row for each such column.
-- Callers: store.check_invariants
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_tables text[] := array[
        'checkout_attempts', 'orders', 'payments', 'refunds', 'captures', 'outbox', 'products', 'users'
    ];
    -- What changes in the life of a row; what never does, such as an order's user, is compared with its attempt.
    v_columns text[] := array[
        'state', 'status', 'total_amount', 'reduced_amount', 'charged_amount', 'captured_amount', 'refunded_amount', 'amount', 'price',
        'role', 'is_active'
    ];
begin
    return query
        with told as (
            select distinct on (e.entity_type, e.entity_id, c.name)
                e.entity_type, e.entity_id, c.name, e.action, c.value
            from audit.entries as e
            cross join jsonb_each(coalesce(e.new_value, e.old_value)) as c (name, value)
            where e.entity_type = any (v_tables)
                and e.action in ('INSERT', 'UPDATE', 'DELETE')
                and c.name = any (v_columns)
            order by e.entity_type, e.entity_id, c.name, e.audit_entry_id desc
        ),

        live as (
            select 'checkout_attempts' as entity_type, t.checkout_attempt_id as entity_id, to_jsonb(t) as doc
            from store.checkout_attempts as t
            union all
            select 'orders', t.order_id, to_jsonb(t) from store.orders as t
            union all
            select 'payments', t.payment_id, to_jsonb(t) from store.payments as t
            union all
            select 'refunds', t.refund_id, to_jsonb(t) from store.refunds as t
            union all
            select 'captures', t.capture_id, to_jsonb(t) from store.captures as t
            union all
            select 'outbox', t.outbox_id, to_jsonb(t) from store.outbox as t
            union all
            select 'products', t.product_id, to_jsonb(t) from store.products as t
            union all
            select 'users', t.user_id, to_jsonb(t) from store.users as t
        )

        select
            'the audit log knows each row as it is',
            jsonb_build_object(
                'table', coalesce(r.entity_type, t.entity_type),
                'id', coalesce(r.entity_id, t.entity_id),
                'column', coalesce(r.name, t.name),
                'is', r.value,
                'log_says', t.value
            )
        from (
            select l.entity_type, l.entity_id, c.name, c.value
            from live as l
            cross join jsonb_each(l.doc) as c (name, value)
            where c.name = any (v_columns)
        ) as r
        full join (
            select d.entity_type, d.entity_id, d.name, d.value
            from told as d
            where d.action <> 'DELETE'
        ) as t on t.entity_type = r.entity_type and t.entity_id = r.entity_id and t.name = r.name
        where r.value is distinct from t.value;
end;
$$;

comment on function store.check_audit is 'Rows that were changed past the audit log: one row for each column that it knows otherwise.';
revoke all on function store.check_audit from public;
