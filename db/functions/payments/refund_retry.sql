create or replace function api.refund_retry(p_actor_id bigint, p_refund_id bigint, p_reason text)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Queues a refund again that has failed: the cause is mended, an admin says so.
-- Callers: POST /admin/refunds/{id}/retry
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 NOT_FOUND, MS409 REFUND_NOT_FAILED, MS409 REFUND_EXCEEDS_PAYMENT
-- Locks:   payments row, refunds row
-- Writes:  store.refunds, store.outbox, audit.entries
declare
    v_refund store.refunds;
begin
    perform store.enter(p_actor_id, 'ADMIN');

    -- The payment first, as everybody does who changes what is refunded of it.
    perform 1
    from store.payments as p
    where p.payment_id = (select r.payment_id from store.refunds as r where r.refund_id = p_refund_id)
    for no key update;

    select r.* into v_refund
    from store.refunds as r
    where r.refund_id = p_refund_id
    for no key update;

    if not found then
        perform store.fail('NOT_FOUND');
    elsif v_refund.status <> 'FAILED' then
        perform store.fail('REFUND_NOT_FAILED');
    elsif exists (
        select
        from store.payments as p
        where p.payment_id = v_refund.payment_id
            and p.captured_amount < v_refund.amount + (
                select coalesce(sum(r.amount), 0)
                from store.refunds as r
                where r.payment_id = p.payment_id
                    and r.status <> 'FAILED'
            )
    ) then
        perform store.fail('REFUND_EXCEEDS_PAYMENT');
    end if;

    -- Another refund to the provider: under its old key it would give the failed one again.
    update store.refunds as r
    set status = 'PENDING', provider_key = gen_random_uuid(), updated_at = now()
    where r.refund_id = p_refund_id;

    update store.outbox as b
    set status = 'PENDING', tries = 0, lease_number = b.lease_number + 1, due_at = clock_timestamp(), updated_at = now()
    where b.refund_id = p_refund_id;

    perform audit.event('refund_retried', 'refunds', p_refund_id, jsonb_build_object('reason', p_reason));

    return store.data_json((store.refunds_json(array[p_refund_id]))[1]);
end;
$$;

comment on function api.refund_retry is 'Queues a failed refund again.';
revoke all on function api.refund_retry from public;
grant execute on function api.refund_retry to mami_gateway, mami_operator;
