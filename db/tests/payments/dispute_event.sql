begin;
\ir ../fixture.psql

select plan(8);

insert into fixture select 'order', ordered('customer');
create function tap.told(p_id text, p_status text, p_amount bigint, p_payment text, p_dispute text default 'dp_1') returns text
    language sql volatile
return api.webhook_receive(
    'stripe', p_id, 'charge.dispute.updated', p_dispute, null, null, p_amount, '{}', p_payment, null, p_status, 'fraudulent'
);
update store.checkout_attempts set intent_reference = 'pi', provider_reference = 'pi';

select is(told('evt_1', 'needs_response', 5580, 'pi'), 'DISPUTED', 'a dispute is kept');
select is(told('evt_2', 'needs_response', 5580, 'pi'), 'KNOWN', 'once');
select is(told('evt_3', 'under_review', 5580, 'pi'), 'DISPUTED', 'it has states');
select is(told('evt_4', 'lost', 5580, 'pi'), 'DISPUTED', 'and an end');
select is(told('evt_5', 'under_review', 5580, 'pi'), 'KNOWN', 'after which nothing comes, whatever is told late');
select is(told('evt_6', 'needs_response', 100, 'pi_other', 'dp_2'), 'IGNORED', 'a payment of nobody is nobody''s');
select is(told('evt_7', null, 100, 'pi', 'dp_3'), 'IGNORED', 'without a state it is none');
select results_eq(
    $$select amount, reason, status from store.disputes$$, $$values (55.80, 'fraudulent', 'lost')$$, 'what it is about, why, and how it ended'
);

select * from finish();
rollback;
