-- migrator: replaces api.webhook_receive(text, text, text, text, text, uuid, bigint, jsonb)
create or replace function api.webhook_receive(
    p_provider text,
    p_event_id text,
    p_kind text,
    p_object_reference text,
    p_shop text,
    p_attempt_key uuid,
    p_amount_minor bigint,
    p_payload jsonb,
    p_payment_reference text default null,
    p_refund_key text default null,
    p_status text default null,
    p_reason text default null
)
    returns text
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Keeps an event of the provider, once for its id, and says what came of it (store.webhook_events.outcome; DUPLICATE for
-- one that is known). It is about the attempt whose payment it names, or whose key is in its metadata: p_shop and p_attempt_key, as the
-- gateway wrote them there. An event of another shop on the same account is kept, and never acted upon: FOREIGN. Nothing is decided by what an event says of an open attempt: it makes an attempt in doubt due, and
-- the reconciler asks the provider itself; one that waits for a human, as nothing was known of its payment, is in doubt again when
-- that is told to be paid. So events may come twice, late and in any order. An attempt that is LOCKED is
-- left to the gateway that has it; what other payments it has is followed at its end. A success or a hold for one that has ended without it is a stray charge. That a hold
-- of an order was let go is final at the provider, so it is believed: LOST. Refunds and disputes: see refund_event, dispute_event; what is told of
-- a refund before its payment is an order's is looked at then (refund_follow).
-- Callers: POST /webhooks/payments, its signature verified
-- Errors:  none
-- Locks:   checkout_attempts row, payments row, refunds row, disputes row
-- Writes:  store.webhook_events, store.checkout_attempts, store.payments, store.payment_events, store.refunds, store.captures,
--          store.outbox, store.disputes
declare
    v_event_id bigint;
    v_attempt store.checkout_attempts;
    v_attempt_id bigint;
    v_shop text;
    v_claimed_shop text := coalesce(p_shop, left(p_refund_key, 36));
    v_refund_key text := substring(p_refund_key from '^.{36}-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:-|$)');
    v_is_refund boolean := p_kind like 'refund.%' or p_kind like 'charge.refund.%';
    v_outcome text;
    -- As much as an amount of ours can be.
    v_amount bigint := case when p_amount_minor between 0 and 999999999999 then p_amount_minor end;
begin
    perform store.act_as('system');

    select s.shop_id::text into v_shop from store.settings as s;

    if p_kind like 'payment_intent.%' and p_object_reference is not null and coalesce(v_claimed_shop, v_shop) = v_shop then
        select a.checkout_attempt_id into v_attempt_id
        from store.checkout_attempts as a
        join store.payment_tokens as t on t.payment_token_id = a.payment_token_id
        where t.provider = p_provider
            and (
                a.intent_reference = p_object_reference
                or (p_shop is not null and a.provider_key = p_attempt_key)
            )
        order by a.intent_reference = p_object_reference desc nulls last
        limit 1;
    elsif v_is_refund and coalesce(v_claimed_shop, v_shop) = v_shop then
        select a.checkout_attempt_id into v_attempt_id
        from store.checkout_attempts as a
        where a.intent_reference = p_payment_reference
        limit 1;
    end if;

    insert into store.webhook_events (
        provider, provider_event_id, kind, object_reference, checkout_attempt_id, outcome, payload, amount_minor
    )
    values (
        p_provider, p_event_id, p_kind, p_object_reference, v_attempt_id,
        case when v_claimed_shop <> v_shop then 'FOREIGN' else 'IGNORED' end, p_payload, v_amount
    )
    on conflict do nothing
    returning webhook_event_id into v_event_id;

    if v_event_id is null then
        return 'DUPLICATE';
    end if;

    if v_claimed_shop <> v_shop then
        return 'FOREIGN';
    elsif v_is_refund then
        -- One at a time, and behind a commit that is on its way: whoever comes second sees what the first has left.
        perform 1
        from store.checkout_attempts as a
        where a.checkout_attempt_id = v_attempt_id
        for no key update;

        v_outcome := store.refund_event(
            p_provider, p_object_reference, p_payment_reference, v_refund_key::uuid, p_status, v_amount / 100.0
        );
    elsif p_kind like 'charge.dispute.%' then
        v_outcome := store.dispute_event(
            p_provider, p_object_reference, p_payment_reference, p_status, p_reason, v_amount / 100.0
        );
    elsif v_attempt_id is not null then
        select a.* into v_attempt
        from store.checkout_attempts as a
        where a.checkout_attempt_id = v_attempt_id
        for no key update;

        v_outcome := 'KNOWN';

        if v_attempt.state in ('UNKNOWN', 'ACTION_REQUIRED') and p_kind <> 'payment_intent.requires_action' then
            update store.checkout_attempts as a
            set lease_expires_at = least(a.lease_expires_at, clock_timestamp()), updated_at = now()
            where a.checkout_attempt_id = v_attempt_id;

            v_outcome := 'WOKEN';
        elsif v_attempt.state = 'NEEDS_REVIEW'
            and v_attempt.charged_amount is null
            and p_kind in ('payment_intent.succeeded', 'payment_intent.amount_capturable_updated')
            and p_object_reference = v_attempt.intent_reference
        then
            update store.checkout_attempts as a
            set
                state = 'UNKNOWN',
                state_reason = 'an event told of its payment',
                lease_expires_at = clock_timestamp(),
                lease_number = a.lease_number + 1,
                tries = 0,
                updated_at = now()
            where a.checkout_attempt_id = v_attempt_id;

            v_outcome := 'WOKEN';
        elsif p_kind in ('payment_intent.succeeded', 'payment_intent.amount_capturable_updated')
            and v_amount > 0
            and v_attempt.state in ('COMMITTED', 'DECLINED', 'EXPIRED', 'COMPENSATED')
        then
            if store.checkout_stray(
                v_attempt, p_object_reference, v_amount / 100.0, p_kind = 'payment_intent.amount_capturable_updated'
            ) then
                v_outcome := 'STRAY';
            end if;
        elsif p_kind = 'payment_intent.canceled' and v_attempt.state = 'COMMITTED' then
            -- With a capture on its way, the worker that asks the provider ends both.
            update store.payments as p
            set status = 'CANCELED', updated_at = now()
            where p.provider = p_provider
                and p.provider_reference = p_object_reference
                and p.status = 'AUTHORIZED'
                and not exists (
                    select
                    from store.captures as c
                    where c.payment_id = p.payment_id
                        and c.status = 'PENDING'
                );

            if found then
                v_outcome := 'LOST';
            end if;
        end if;
    end if;

    update store.webhook_events as e
    set outcome = v_outcome
    where e.webhook_event_id = v_event_id
        and v_outcome is not null;

    return coalesce(v_outcome, 'IGNORED');
end;
$$;

comment on function api.webhook_receive is 'Keeps an event of the payment provider, once, and acts on it.';
revoke all on function api.webhook_receive from public;
grant execute on function api.webhook_receive to mami_gateway;
