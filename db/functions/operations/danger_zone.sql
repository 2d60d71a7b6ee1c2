-- migrator: allow view-rights: for operators alone, who may read every table that it reads
create or replace view api.danger_zone as
select
    'checkout attempt' as kind,
    a.checkout_attempt_id as id,
    a.state::text as state,
    a.state_reason as reason,
    a.total_amount as amount,
    a.tries,
    case when a.state <> 'NEEDS_REVIEW' then a.lease_expires_at end as due_at,
    a.created_at as since
from store.checkout_attempts as a
where a.state in ('UNKNOWN', 'COMPENSATING', 'NEEDS_REVIEW')
    or (a.state in ('LOCKED', 'ACTION_REQUIRED') and a.lease_expires_at <= clock_timestamp())
union all
select
    b.kind,
    coalesce(b.refund_id, b.capture_id, b.payment_token_id, b.outbox_id) as id,
    b.status::text as state,
    b.last_error as reason,
    coalesce(r.amount, c.amount) as amount,
    b.tries,
    case when b.status = 'PENDING' then b.due_at end as due_at,
    b.created_at as since
from store.outbox as b
left join store.refunds as r on r.refund_id = b.refund_id
left join store.captures as c on c.capture_id = b.capture_id
where b.status <> 'DONE'
    -- A capture that came too late for its hold waits until its order is canceled: there is nothing to take, whoever asks again.
    and not (
        b.status = 'DEAD'
        and exists (
            select
            from store.payments as p
            join store.orders as o on o.order_id = p.order_id
            where p.payment_id = c.payment_id
                and p.status = 'CANCELED'
                and o.status = 'CANCELED'
        )
    )
union all
select
    'payment' as kind,
    p.payment_id as id,
    p.status::text as state,
    'the hold is gone, the order lives' as reason,
    p.authorized_amount as amount,
    0 as tries,
    null as due_at,
    p.updated_at as since
from store.payments as p
join store.orders as o on o.order_id = p.order_id
where p.status = 'CANCELED'
    and o.status <> 'CANCELED'
    and not exists (select from store.captures as c where c.payment_id = p.payment_id)
union all
select
    'dispute' as kind,
    d.dispute_id as id,
    d.status as state,
    d.reason,
    d.amount,
    0 as tries,
    null as due_at,
    d.created_at as since
from store.disputes as d
where d.status not in ('won', 'lost', 'warning_closed')
union all
select
    'event' as kind,
    e.webhook_event_id as id,
    e.outcome as state,
    'a refund at the provider that our books have no room for' as reason,
    e.amount_minor / 100.0 as amount,
    0 as tries,
    null as due_at,
    e.created_at as since
from store.webhook_events as e
where e.outcome = 'MISMATCH'
union all
select
    'difference' as kind,
    d.reconciliation_difference_id as id,
    d.kind as state,
    format('%s: ours %s, the provider''s %s', d.reference, coalesce(d.ours, 'none'), coalesce(d.theirs, 'none')) as reason,
    null as amount,
    0 as tries,
    null as due_at,
    d.found_at as since
from store.reconciliation_differences as d
where d.settled_at is null
union all
select
    'reconciliation' as kind,
    r.reconciliation_id as id,
    r.status::text as state,
    r.last_error as reason,
    null as amount,
    r.tries,
    null as due_at,
    r.created_at as since
from store.reconciliations as r
where r.status = 'FAILED'
    and not exists (
        select
        from store.reconciliations as n
        where n.status = 'DONE'
            and n.ended_at > r.ended_at
            and n.period_end >= r.period_end
    );

comment on view api.danger_zone is 'Everything whose end is open: attempts that nobody drives or in doubt, refunds, captures and mail to be sent, orders whose held money is gone, disputes, refunds at the provider that do not fit, differences between the books and the provider''s list, a comparison with it that failed. due_at null: waits for a human.';
grant select on api.danger_zone to mami_operator;
