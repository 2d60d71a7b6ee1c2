-- migrator: replaces api.refund_complete(bigint, text)
create or replace function api.refund_complete(
    p_refund_id bigint,
    p_refund_reference text,
    p_lease_number integer default null
)
    returns boolean
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The provider has given the money back: refund, payment and outbox say so, in one transaction. Gives false, and changes
-- nothing, if that is known already, or if somebody else has taken the refund over: it may be another one meanwhile, and who has it
-- asks the provider before he makes one. One that nobody is at any more, as it was given up, is believed to have been made.
-- Callers: the outbox worker; a DBA, for what was given back by somebody's hand
-- Errors:  MS404 NOT_FOUND
-- Locks:   payments row, refunds row
-- Writes:  store.refunds, store.payments, store.payment_events, store.outbox
declare
    v_refund store.refunds;
begin
    perform store.act_as('system');

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
    elsif v_refund.status = 'SUCCEEDED'
        or exists (
            select
            from store.outbox as b
            where b.refund_id = p_refund_id
                and b.status = 'PENDING'
                and b.lease_number <> p_lease_number
        )
    then
        return false;
    end if;

    update store.refunds as r
    set status = 'SUCCEEDED', refund_reference = p_refund_reference, updated_at = now()
    where r.refund_id = p_refund_id;

    if v_refund.payment_id is not null then
        update store.payments as p
        set
            refunded_amount = p.refunded_amount + v_refund.amount,
            status = store.refunded_status(p.captured_amount, p.refunded_amount + v_refund.amount),
            updated_at = now()
        where p.payment_id = v_refund.payment_id;

        insert into store.payment_events (payment_id, provider, provider_event_id, kind, amount)
        values (v_refund.payment_id, v_refund.provider, p_refund_reference || ':refund', 'refund', v_refund.amount);
    end if;

    update store.outbox as b
    set status = 'DONE', last_error = null, updated_at = now()
    where b.refund_id = p_refund_id;

    return true;
end;
$$;

comment on function api.refund_complete is 'Notes that the provider has given money back.';
revoke all on function api.refund_complete from public;
grant execute on function api.refund_complete to mami_gateway, mami_dba;
