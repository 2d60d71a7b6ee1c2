create or replace function api.checkout_attempt_resolve(
    p_actor_id bigint,
    p_checkout_attempt_id bigint,
    p_action text,
    p_reason text
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- What an admin does with an attempt that waits for a human. RETRY gives it back to the reconciler, due at once: where a
-- charge is to be given back, to go on with that, else to ask the provider again, and to make the order if it is paid. RELEASE gives back
-- slot and stock. A human's word that there is no money is not enough for it: a charge that the attempt or an event knows of, or
-- that shows up later, is given back as a stray one; and the stored payment is given up at the provider by the outbox worker, or
-- given back where it turns out to be paid. The log says what was known of its money.
-- Callers: POST /admin/checkout-attempts/{id}/resolve
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 ATTEMPT_NOT_FOUND, MS409 ATTEMPT_CLOSED
-- Locks:   checkout_attempts row; with RELEASE slot_dates row, inventory rows by (branch_id, product_id)
-- Writes:  store.checkout_attempts; with RELEASE store.slot_dates, store.inventory, store.inventory_movements;
--          where there is money store.refunds or store.captures, store.outbox, audit.entries
declare
    v_attempt store.checkout_attempts;
    v_reference text;
    v_money jsonb;
begin
    select a.* into v_attempt
    from store.checkout_attempts as a
    where a.checkout_attempt_id = p_checkout_attempt_id
    for no key update;

    perform store.enter(p_actor_id, 'ADMIN');

    if p_action is null or p_action not in ('RETRY', 'RELEASE') then
        perform store.fail_field('action', 'must be one of RETRY, RELEASE');
    elsif v_attempt.checkout_attempt_id is null then
        perform store.fail('ATTEMPT_NOT_FOUND');
    elsif v_attempt.state <> 'NEEDS_REVIEW' then
        perform store.fail('ATTEMPT_CLOSED', jsonb_build_object('state', v_attempt.state));
    end if;

    v_money := jsonb_build_object(
        'payment', v_attempt.intent_reference,
        'charged', v_attempt.charged_amount::text,
        'events', (
            select jsonb_agg(jsonb_build_array(e.kind, e.object_reference, e.amount_minor) order by e.webhook_event_id)
            from store.webhook_events as e
            where e.checkout_attempt_id = p_checkout_attempt_id
        )
    );

    if p_action = 'RELEASE' then
        -- None of its money is accounted for, as no program has ended it.
        v_reference := v_attempt.provider_reference;
        v_attempt.provider_reference := null;

        perform store.checkout_unlock(v_attempt);

        if v_attempt.charged_amount is not null then
            perform store.checkout_stray(v_attempt, v_reference, v_attempt.charged_amount, v_attempt.is_held);
        elsif v_attempt.intent_reference is not null
            and not exists (select from store.refunds as r where r.provider_reference = v_attempt.intent_reference)
        then
            perform store.checkout_stray(v_attempt, v_attempt.intent_reference, null, true);
        end if;

        update store.checkout_attempts as a
        set
            state = 'EXPIRED',
            state_reason = 'released by an admin',
            response_status = 400,
            response_body = store.payment_failed_body('released'),
            updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id;
    else
        update store.checkout_attempts as a
        set
            state = (case when a.charged_amount is null then 'UNKNOWN' else 'COMPENSATING' end)::store.attempt_state,
            state_reason = 'given back by an admin',
            lease_expires_at = clock_timestamp(),
            lease_number = a.lease_number + 1,
            tries = 0,
            updated_at = now()
        where a.checkout_attempt_id = p_checkout_attempt_id;
    end if;

    perform audit.event(
        'checkout_attempt_resolved', 'checkout_attempts', p_checkout_attempt_id,
        jsonb_build_object('action', p_action, 'reason', p_reason, 'money', v_money)
    );

    return store.data_json((store.checkout_attempts_json(array[p_checkout_attempt_id]))[1]);
end;
$$;

comment on function api.checkout_attempt_resolve is 'Resolves a checkout attempt that waits for a human.';
revoke all on function api.checkout_attempt_resolve from public;
grant execute on function api.checkout_attempt_resolve to mami_gateway, mami_operator;
