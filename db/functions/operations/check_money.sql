create or replace function store.check_money()
    returns table (invariant text, details jsonb)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What must hold of payments, refunds, captures and the effects that are to be had for them: one row for each violation.
-- Callers: store.check_invariants
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
        select 'an order has a payment', to_jsonb(v)
        from (
            select o.order_id
            from store.orders as o
            where not exists (select from store.payments as p where p.order_id = o.order_id)
        ) as v

        union all

        select 'a payment is what its attempt was charged', to_jsonb(v)
        from (
            select
                p.payment_id, p.order_id, a.checkout_attempt_id, p.provider_reference, a.intent_reference, p.currency,
                a.currency as attempt_currency, p.authorized_amount, a.total_amount, p.payment_token_id,
                a.payment_token_id as attempt_payment_token_id
            from store.payments as p
            join store.orders as o on o.order_id = p.order_id
            join store.checkout_attempts as a on a.checkout_attempt_id = o.checkout_attempt_id
            join store.payment_tokens as t on t.payment_token_id = a.payment_token_id
            where (
                p.provider, p.provider_reference, p.currency, p.authorized_amount, p.payment_token_id
            ) is distinct from (
                t.provider, a.intent_reference, a.currency, a.total_amount, a.payment_token_id
            )
        ) as v

        union all

        select 'money taken is what the order is worth, money given back what its refunds say', to_jsonb(v)
        from (
            select
                o.order_id, o.status, o.total_amount, p.status as payment, p.authorized_amount, p.captured_amount,
                c.amount as capture, p.refunded_amount, coalesce(r.given_back, 0) as given_back
            from store.orders as o
            join store.payments as p on p.order_id = o.order_id
            left join store.captures as c on c.payment_id = p.payment_id and c.status = 'SUCCEEDED'
            left join (
                select
                    f.payment_id,
                    sum(f.amount) filter (where f.status = 'SUCCEEDED') as given_back,
                    sum(f.amount) filter (where f.status <> 'FAILED') as promised
                from store.refunds as f
                group by f.payment_id
            ) as r on r.payment_id = p.payment_id
            where p.authorized_amount <> o.total_amount
                or p.captured_amount <> coalesce(
                    c.amount, case when p.status in ('AUTHORIZED', 'CANCELED') then 0 else o.total_amount end
                )
                or (p.status = 'AUTHORIZED' and c.amount is not null)
                or p.refunded_amount <> coalesce(r.given_back, 0)
                or p.captured_amount < coalesce(r.promised, 0)
        ) as v

        union all

        -- What is not delivered is not paid: it was never taken, or it goes back, and that once. While a capture is on its way, or where a
        -- hold has gone, there is nothing to give. Goodwill may have taken the place of it.
        select 'what is not delivered is not paid, and goes back once', to_jsonb(v)
        from (
            select
                o.order_id, o.status, o.reduced_amount, p.status as payment, p.authorized_amount, p.captured_amount, r.settled, r.failed,
                r.promised
            from store.orders as o
            join store.payments as p on p.order_id = o.order_id
            left join (
                select
                    f.payment_id,
                    sum(f.amount) filter (where f.is_settlement and f.status <> 'FAILED') as settled,
                    sum(f.amount) filter (where f.is_settlement and f.status = 'FAILED') as failed,
                    sum(f.amount) filter (where f.status <> 'FAILED') as promised
                from store.refunds as f
                group by f.payment_id
            ) as r on r.payment_id = p.payment_id
            where coalesce(r.settled, 0) > o.reduced_amount
                or (
                    p.captured_amount > 0
                    and coalesce(r.promised, 0) < p.captured_amount
                    and p.authorized_amount - p.captured_amount + coalesce(r.settled, 0) + coalesce(r.failed, 0) < o.reduced_amount
                )
        ) as v

        union all

        -- When it is ready at the latest; what has failed waits in the outbox for a human.
        select 'held money of an order that is ready or canceled is asked for, or let go', to_jsonb(v)
        from (
            select o.order_id, o.status, o.delayed_from, p.authorized_amount
            from store.orders as o
            join store.payments as p on p.order_id = o.order_id
            where p.status = 'AUTHORIZED'
                and coalesce(o.delayed_from, o.status) in ('READY', 'OUT_FOR_DELIVERY', 'DELIVERED', 'CANCELED')
                and not exists (select from store.captures as c where c.payment_id = p.payment_id)
        ) as v

        union all

        -- The events are written once and never changed: a status or an amount that was set by hand has none.
        select 'a payment is what its events say', to_jsonb(v)
        from (
            select p.payment_id, p.status, p.authorized_amount, p.captured_amount, p.refunded_amount, e.agreed, e.taken, e.refunded
            from store.payments as p
            left join (
                select
                    e.payment_id,
                    count(*) filter (where e.kind in ('charge', 'authorize')) as begins,
                    sum(e.amount) filter (where e.kind in ('charge', 'authorize')) as agreed,
                    sum(e.amount) filter (where e.kind in ('charge', 'capture')) as taken,
                    sum(case e.kind when 'refund' then e.amount when 'refund_failed' then -e.amount end) as refunded
                from store.payment_events as e
                group by e.payment_id
            ) as e on e.payment_id = p.payment_id
            where e.begins is distinct from 1
                or p.authorized_amount is distinct from e.agreed
                or p.captured_amount <> coalesce(e.taken, 0)
                or p.refunded_amount <> coalesce(e.refunded, 0)
        ) as v

        union all

        select 'a refund or capture and its effect in the outbox say the same', to_jsonb(v)
        from (
            select r.refund_id, null::bigint as capture_id, r.status::text, r.amount, b.outbox_id, b.status as effect
            from store.refunds as r
            left join store.outbox as b on b.refund_id = r.refund_id
            where case r.status
                when 'PENDING' then b.status is distinct from 'PENDING'
                when 'FAILED' then b.status is distinct from 'DEAD'
                else b.status <> 'DONE'
            end
            union all
            -- One that has failed may be asked for again, and then nobody waits for its effect.
            select null, c.capture_id, c.status::text, c.amount, b.outbox_id, b.status
            from store.captures as c
            left join store.outbox as b on b.capture_id = c.capture_id
            where case c.status
                when 'PENDING' then b.status is distinct from 'PENDING'
                when 'FAILED' then b.status is null or b.status = 'PENDING'
                else b.status <> 'DONE'
            end
        ) as v

        union all

        select 'an effect is tried again within a day', to_jsonb(v)
        from (
            select b.outbox_id, b.kind, b.refund_id, b.capture_id, b.due_at
            from store.outbox as b
            where b.status = 'PENDING'
                and b.due_at > clock_timestamp() + interval '1 day'
        ) as v

        union all

        select 'a refund or capture is of its order''s payment, or of a charge that is no order''s', to_jsonb(v)
        from (
            select
                r.kind, r.id, r.payment_id, r.checkout_attempt_id, r.provider_reference, r.amount, r.currency, p.payment_id as paid_by,
                a.state
            from (
                select
                    'refund' as kind, f.refund_id as id, f.payment_id, f.checkout_attempt_id, f.provider, f.provider_reference,
                    f.amount, f.currency
                from store.refunds as f
                union all
                select
                    'capture', c.capture_id, c.payment_id, c.checkout_attempt_id, c.provider, c.provider_reference, c.amount,
                    c.currency
                from store.captures as c
            ) as r
            join store.checkout_attempts as a on a.checkout_attempt_id = r.checkout_attempt_id
            left join store.payments as p on p.provider = r.provider and p.provider_reference = r.provider_reference
            left join store.orders as o on o.order_id = p.order_id
            where r.payment_id is distinct from p.payment_id
                or r.currency <> coalesce(p.currency, a.currency)
                or r.checkout_attempt_id <> coalesce(o.checkout_attempt_id, r.checkout_attempt_id)
                or (p.payment_id is null and a.state not in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED'))
                or (r.kind = 'capture' and p.payment_id is null and r.amount <> 0)
                or r.amount > p.authorized_amount
        ) as v

        union all

        select 'a refund at the provider is booked once', to_jsonb(v)
        from (
            select f.provider, f.refund_reference, count(*) as refunds, min(f.refund_id) as first_refund_id, max(f.refund_id) as last_refund_id
            from store.refunds as f
            where f.refund_reference is not null
            group by f.provider, f.refund_reference
            having count(*) > 1
        ) as v

        union all

        select 'a compensated attempt has its refund, or its hold was let go', to_jsonb(v)
        from (
            select a.checkout_attempt_id
            from store.checkout_attempts as a
            where a.state = 'COMPENSATED'
                and not exists (
                    select
                    from store.refunds as f
                    where f.checkout_attempt_id = a.checkout_attempt_id
                        and f.provider_reference = a.provider_reference
                        and f.amount = a.charged_amount
                        and f.status = 'SUCCEEDED'
                )
                and not exists (
                    select
                    from store.captures as c
                    where a.is_held
                        and c.checkout_attempt_id = a.checkout_attempt_id
                        and c.provider_reference = a.provider_reference
                        and c.amount = 0
                        and c.status = 'SUCCEEDED'
                )
        ) as v

        union all

        -- What the attempt itself or an event knows of: it became the order, or it goes back.
        select 'money of an attempt that has ended is its order''s, or goes back', to_jsonb(v)
        from (
            select a.checkout_attempt_id, a.state, m.reference, m.amount, m.is_held
            from (
                select
                    e.checkout_attempt_id,
                    e.provider,
                    e.object_reference as reference,
                    coalesce(
                        nullif(max(e.amount_minor) filter (where e.kind = 'payment_intent.succeeded'), 0),
                        max(e.amount_minor)
                    ) / 100.0 as amount,
                    coalesce(max(e.amount_minor) filter (where e.kind = 'payment_intent.succeeded'), 0) = 0 as is_held
                from store.webhook_events as e
                where e.kind in (
                        'payment_intent.succeeded', 'payment_intent.amount_capturable_updated', 'payment_intent.canceled'
                    )
                    and e.object_reference is not null
                    and e.outcome <> 'FOREIGN'
                group by e.checkout_attempt_id, e.provider, e.object_reference
                having max(e.amount_minor) filter (where e.kind = 'payment_intent.succeeded') > 0
                    or (
                        max(e.amount_minor) filter (where e.kind = 'payment_intent.amount_capturable_updated') > 0
                        and not bool_or(e.kind = 'payment_intent.canceled')
                    )
                union all
                select a.checkout_attempt_id, t.provider, a.provider_reference, a.charged_amount, a.is_held
                from store.checkout_attempts as a
                join store.payment_tokens as t on t.payment_token_id = a.payment_token_id
                where a.charged_amount > 0
            ) as m
            join store.checkout_attempts as a on a.checkout_attempt_id = m.checkout_attempt_id
            where a.state in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED')
                and not (a.state = 'COMMITTED' and m.reference = a.provider_reference)
                and not exists (
                    select
                    from store.refunds as f
                    where f.provider = m.provider
                        and f.provider_reference = m.reference
                        and f.amount >= m.amount
                )
                and not exists (
                    select
                    from store.captures as c
                    where m.is_held
                        and c.provider = m.provider
                        and c.provider_reference = m.reference
                        and c.amount = 0
                )
        ) as v;
end;
$$;

comment on function store.check_money is 'What must hold of payments, refunds, captures and their effects: one row for each violation.';
revoke all on function store.check_money from public;
