begin;
\ir ../fixture.psql

select plan(14);

-- As the provider tells of a refund that somebody has made in its dashboard.
create function tap.told(p_id text, p_refund text, p_status text, p_amount bigint, p_key text default null, p_payment text default 'pi_1')
    returns text language sql volatile
return api.webhook_receive(
    'stripe', p_id, case p_status when 'failed' then 'refund.failed' else 'refund.created' end, p_refund, null, null, p_amount,
    jsonb_build_object(
        'data', jsonb_build_object(
            'object', jsonb_build_object('status', p_status, 'metadata', jsonb_strip_nulls(jsonb_build_object('refund_key', p_key)))
        )
    ), p_payment, p_key, p_status, null
);

insert into fixture select 'attempt', locked_attempt('customer');
update store.checkout_attempts set intent_reference = 'pi_1' where checkout_attempt_id = id('attempt');

select is(told('evt_1', 're_1', 'succeeded', 1000), 'IGNORED', 'a refund of a payment that is no order''s yet is kept');
select is(told('evt_2', 're_2', 'failed', 500), 'IGNORED', 'and so is one that has failed,');
select is(told('evt_3', 're_2', 'succeeded', 500), 'IGNORED', 'in whatever order that is told');
select is(told('evt_4', 're_3', 'pending', 700), 'IGNORED', 'and one that waits there');
select is(
    (select count(*)::integer from store.webhook_events where checkout_attempt_id = id('attempt')), 4, 'as what the attempt''s payment is about'
);

select commit(id('attempt'), 'pi_1', 5580, 'ils');
select results_eq(
    'select status::text, refunded_amount from store.payments', $$values ('PARTIALLY_REFUNDED', 17.00::numeric(12, 2))$$,
    'the order knows what has gone back already'
);
select results_eq(
    'select refund_reference, amount, status::text, is_of_provider from store.refunds order by 1',
    $$values ('re_1', 10.00::numeric(12, 2), 'SUCCEEDED', true), ('re_3', 7.00, 'SUCCEEDED', true)$$, 'by whom, and nothing of what has failed'
);
select results_eq(
    'select provider_event_id, outcome from store.webhook_events order by 1',
    $$values ('evt_1', 'REFUNDED'), ('evt_2', 'IGNORED'), ('evt_3', 'KNOWN'), ('evt_4', 'REFUNDED')$$, 'each event says what came of it'
);
select is(told('evt_5', 're_1', 'succeeded', 1000), 'KNOWN', 'what is told again is known');
select is_empty('select * from store.check_invariants()', 'the books add up');

-- a capture that is on its way: taken there, and not booked yet
insert into fixture select 'held', held('other', 'key 2');
update store.checkout_attempts set intent_reference = 'pi_2', provider_reference = 'pi_2'
where checkout_attempt_id = (select checkout_attempt_id from store.orders where order_id = id('held'));
update store.payments set provider_reference = 'pi_2' where order_id = id('held');
insert into fixture select 'capture', store.capture_queue(id('held'), 40);
select is(told('evt_6', 're_6', 'succeeded', 300, p_payment => 'pi_2'), 'IGNORED', 'what goes back of it before it is booked is kept');
select api.capture_complete(id('capture'), 4000);
select results_eq(
    $$select status::text, captured_amount, refunded_amount from store.payments where order_id = id('held')$$,
    $$values ('PARTIALLY_REFUNDED', 40.00::numeric(12, 2), 3.00::numeric(12, 2))$$, 'and is known with the capture'
);
select is((select outcome from store.webhook_events where provider_event_id = 'evt_6'), 'REFUNDED', 'as its event says then');
select is_empty('select * from store.check_invariants()', 'the books add up again');

select * from finish();
rollback;
