create or replace function store.reconciliation_compare(p_run store.reconciliations)
    returns table (kind text, reference text, checkout_attempt_id bigint, ours text, theirs text, about_at timestamptz)
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set jit = off
as $$
-- What the provider has listed for a comparison, against the books: a row for each difference. What is under way is none: what a gateway has in
-- its lease, a refund or a capture on its way, and what has changed in the books since the listing began.
-- Callers: reconciliation_finish
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
        with seen as (
            select o.*
            from store.provider_objects as o
            where o.reconciliation_id = p_run.reconciliation_id
                and o.made_at >= p_run.period_start
                and o.made_at < p_run.period_end
        ),

        -- Each payment there with what we have of it.
        payment as (
            select
                o.reference, o.status, o.currency, o.received_minor, o.capturable_minor, o.made_at,
                a.checkout_attempt_id, a.state, a.currency as attempt_currency,
                (a.state = 'NEEDS_REVIEW' or a.lease_expires_at <= clock_timestamp()) as is_nobodys,
                a.updated_at < p_run.begun_at as is_settled,
                format(
                    '%s: taken %s, held %s', o.status, round(o.received_minor / 100.0, 2), round(o.capturable_minor / 100.0, 2)
                ) as theirs,
                p.status as paid, (p.captured_amount * 100)::bigint as captured_minor,
                case p.status when 'AUTHORIZED' then (p.authorized_amount * 100)::bigint else 0 end as held_minor,
                (
                    p.updated_at < p_run.begun_at
                    and not exists (
                        select
                        from store.captures as c
                        where c.payment_id = p.payment_id
                            and c.status = 'PENDING'
                    )
                ) as is_still,
                (
                    exists (
                        select
                        from store.refunds as f
                        where f.provider = p_run.provider
                            and f.provider_reference = o.reference
                            and f.status <> 'FAILED'
                    )
                    or exists (
                        select
                        from store.captures as c
                        where c.provider = p_run.provider
                            and c.provider_reference = o.reference
                            and c.status <> 'FAILED'
                    )
                ) as is_going_back
            from seen as o
            left join store.checkout_attempts as a on a.intent_reference = o.reference
            left join store.payments as p on p.provider = p_run.provider and p.provider_reference = o.reference
            where o.kind = 'payment'
        ),

        -- Each refund there with ours: by its number, or, while we have none, by our key.
        refund as (
            select
                o.reference, o.status, o.amount_minor, o.made_at, o.payment_reference, f.refund_id, f.status as booked,
                (f.amount * 100)::bigint as booked_minor, f.checkout_attempt_id, f.updated_at < p_run.begun_at as is_settled,
                f.created_at < p_run.begun_at - interval '1 hour' as is_old
            from seen as o
            left join store.refunds as n on n.provider = p_run.provider and n.refund_reference = o.reference
            left join store.refunds as k
                on n.refund_id is null
                and k.provider = p_run.provider
                and k.provider_key
                    = substring(o.refund_key from '^.{36}-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-|$)')::uuid
            left join store.refunds as f on f.refund_id = coalesce(n.refund_id, k.refund_id)
            where o.kind = 'refund'
        )

        select
            'payment unknown here', p.reference, null::bigint, null::text, p.theirs, p.made_at
        from payment as p
        where p.checkout_attempt_id is null
            and p.received_minor + p.capturable_minor > 0
            and not p.is_going_back

        union all

        select
            'attempt open, but paid', p.reference, p.checkout_attempt_id, p.state::text, p.theirs, p.made_at
        from payment as p
        where p.state in ('LOCKED', 'ACTION_REQUIRED', 'UNKNOWN', 'NEEDS_REVIEW')
            and p.is_nobodys
            and p.received_minor + p.capturable_minor > 0

        union all

        select
            'paid, without an order', p.reference, p.checkout_attempt_id, p.state::text, p.theirs, p.made_at
        from payment as p
        where p.state in ('DECLINED', 'EXPIRED', 'COMPENSATED')
            and p.is_settled
            and p.received_minor + p.capturable_minor > 0
            and not p.is_going_back

        union all

        select
            'amount captured differs', p.reference, p.checkout_attempt_id, format('%s: %s', p.paid, round(p.captured_minor / 100.0, 2)),
            format('%s: %s', p.status, round(p.received_minor / 100.0, 2)), p.made_at
        from payment as p
        where p.is_still
            and p.captured_minor <> p.received_minor

        union all

        select
            'amount held differs', p.reference, p.checkout_attempt_id, format('%s: %s', p.paid, round(p.held_minor / 100.0, 2)),
            format('%s: %s', p.status, round(p.capturable_minor / 100.0, 2)), p.made_at
        from payment as p
        where p.is_still
            and p.held_minor <> p.capturable_minor

        union all

        select 'currency differs', p.reference, p.checkout_attempt_id, p.attempt_currency, p.currency, p.made_at
        from payment as p
        where p.attempt_currency <> p.currency

        union all

        -- Only what the provider has had before it was asked.
        select
            'payment missing there', p.provider_reference, a.checkout_attempt_id,
            format('%s: %s', p.status, p.authorized_amount), null, a.created_at
        from store.checkout_attempts as a
        join store.payments as p on p.provider = p_run.provider and p.provider_reference = a.intent_reference
        where p_run.is_whole
            and a.created_at >= p_run.period_start
            and a.created_at < p_run.period_end
            and p.created_at < p_run.period_end
            and not exists (
                select
                from store.provider_objects as o
                where o.reconciliation_id = p_run.reconciliation_id
                    and o.kind = 'payment'
                    and o.reference = p.provider_reference
            )

        union all

        select
            'refund unknown here', r.reference,
            (select a.checkout_attempt_id from store.checkout_attempts as a where a.intent_reference = r.payment_reference),
            null, format('%s: %s of %s', r.status, round(r.amount_minor / 100.0, 2), r.payment_reference), r.made_at
        from refund as r
        where r.refund_id is null
            and r.status not in ('failed', 'canceled')

        union all

        select
            'refund status differs', r.reference, r.checkout_attempt_id, r.booked::text, r.status, r.made_at
        from refund as r
        where r.is_settled
            and case r.booked
                when 'SUCCEEDED' then r.status in ('failed', 'canceled')
                when 'FAILED' then r.status not in ('failed', 'canceled')
                when 'PENDING' then r.is_old and r.status in ('succeeded', 'failed', 'canceled')
            end

        union all

        select
            'refund amount differs', r.reference, r.checkout_attempt_id, round(r.booked_minor / 100.0, 2)::text,
            round(r.amount_minor / 100.0, 2)::text, r.made_at
        from refund as r
        where r.booked_minor <> r.amount_minor

        union all

        -- A refund that was asked for a month ago may be listed no longer.
        select
            'refund missing there', f.refund_reference, f.checkout_attempt_id, format('%s: %s', f.status, f.amount), null, f.updated_at
        from store.refunds as f
        where p_run.is_whole
            and f.provider = p_run.provider
            and f.status = 'SUCCEEDED'
            and f.updated_at >= p_run.period_start
            and f.updated_at < p_run.period_end
            and f.created_at >= p_run.period_start - interval '30 days'
            and not exists (
                select
                from store.provider_objects as o
                where o.reconciliation_id = p_run.reconciliation_id
                    and o.kind = 'refund'
                    and o.reference = f.refund_reference
            )

        union all

        select
            case when d.dispute_id is null then 'dispute unknown here' else 'dispute status differs' end,
            o.reference, a.checkout_attempt_id, d.status, format('%s: %s of %s', o.status, round(o.amount_minor / 100.0, 2), o.payment_reference),
            o.made_at
        from seen as o
        left join store.checkout_attempts as a on a.intent_reference = o.payment_reference
        left join store.disputes as d on d.provider = p_run.provider and d.dispute_reference = o.reference
        where o.kind = 'dispute'
            and d.status is distinct from o.status;
end;
$$;

comment on function store.reconciliation_compare is 'The differences between what the provider has listed and the books.';
revoke all on function store.reconciliation_compare from public;
