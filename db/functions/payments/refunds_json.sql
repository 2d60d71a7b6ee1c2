create or replace function store.refunds_json(p_refund_ids bigint[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Refunds as managers see them, in the order of the ids, with what the outbox knows of each.
-- With one plan for any number of ids: left to itself PostgreSQL would plan each call anew, as one id looks cheaper than ten.
-- Callers: refund_list, refund_create, refund_retry
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(refund)
        from (
            select
                r.refund_id as id,
                p.order_id,
                r.checkout_attempt_id as attempt_id,
                r.amount::text as amount,
                r.status,
                r.reason,
                r.provider_reference as payment_reference,
                r.refund_reference,
                coalesce(b.tries, 0) as tries,
                b.last_error,
                r.requested_by,
                store.rfc3339(r.created_at) as created_at,
                store.rfc3339(r.updated_at) as updated_at
            from unnest(p_refund_ids) with ordinality as page (refund_id, place)
            join store.refunds as r on r.refund_id = page.refund_id
            left join store.payments as p on p.payment_id = r.payment_id
            left join store.outbox as b on b.refund_id = r.refund_id
            order by page.place
        ) as refund
    );
end;
$$;

comment on function store.refunds_json is 'Refunds as managers see them.';
revoke all on function store.refunds_json from public;
