create or replace function api.reconciliation_page(
    p_reconciliation_id bigint, p_tries integer, p_kind text, p_objects jsonb, p_lease_seconds integer
)
    returns boolean
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Takes a page of what the provider has listed: payments before refunds and disputes. What is another shop's is counted and not kept: a
-- payment is ours by its metadata, or as an attempt has it; a refund or dispute by its payment, as one that was made in the provider's
-- dashboard has no metadata of ours, or by its key. False where the comparison is not the caller's any more.
-- Callers: the reconciliation of every gateway
-- Errors:  none
-- Locks:   reconciliations row
-- Writes:  store.reconciliations, store.provider_objects
declare
    v_listed integer := jsonb_array_length(p_objects);
    v_ours integer;
begin
    perform store.act_as('system');

    perform 1
    from store.reconciliations as r
    where r.reconciliation_id = p_reconciliation_id
        and r.status = 'OPEN'
        and r.tries = p_tries
    for no key update;

    if not found then
        return false;
    end if;

    insert into store.provider_objects (
        reconciliation_id, kind, reference, payment_reference, status, currency, amount_minor, received_minor, capturable_minor, refund_key,
        made_at
    )
    select
        p_reconciliation_id, p_kind, o.reference, o.payment_reference, o.status, lower(o.currency), o.amount, coalesce(o.received, 0),
        coalesce(o.capturable, 0), o.refund_key, to_timestamp(o.created)
    from store.settings as s
    cross join jsonb_to_recordset(p_objects) as o (
        reference text, payment_reference text, status text, currency text, amount bigint, received bigint, capturable bigint, shop text,
        refund_key text, created bigint
    )
    where (p_kind = 'payment') = (o.payment_reference is null)
        and (
            (p_kind = 'payment' and o.shop = s.shop_id::text)
            or left(o.refund_key, 36) = s.shop_id::text
            or exists (
                select
                from store.checkout_attempts as a
                where a.intent_reference = coalesce(o.payment_reference, o.reference)
            )
            or exists (
                select
                from store.provider_objects as p
                where p.reconciliation_id = p_reconciliation_id
                    and p.kind = 'payment'
                    and p.reference = o.payment_reference
            )
        )
    on conflict do nothing;

    get diagnostics v_ours = row_count;

    update store.reconciliations as r
    set
        lease_expires_at = clock_timestamp() + make_interval(secs => p_lease_seconds),
        payments = r.payments + case p_kind when 'payment' then v_ours else 0 end,
        refunds = r.refunds + case p_kind when 'refund' then v_ours else 0 end,
        disputes = r.disputes + case p_kind when 'dispute' then v_ours else 0 end,
        foreign_objects = r.foreign_objects + v_listed - v_ours
    where r.reconciliation_id = p_reconciliation_id;

    return true;
end;
$$;

comment on function api.reconciliation_page is 'Takes a page of what the provider has listed.';
revoke all on function api.reconciliation_page from public;
grant execute on function api.reconciliation_page to mami_gateway;
