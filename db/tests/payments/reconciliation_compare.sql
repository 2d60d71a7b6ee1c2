begin;
\ir ../fixture.psql
\ir reconciliation.psql

select plan(31);

-- An order with a refund that was made; one whose money is held; an attempt that was declined.
insert into fixture values ('order', ordered('customer', 'k1'));
insert into fixture select 'attempt', checkout_attempt_id from store.orders where order_id = id('order');
insert into fixture select 'refund', (api.refund_create(id('manager'), id('order'), 10, 'late') #>> '{data,id}')::bigint;
select api.refund_complete(id('refund'), 're_1');
insert into fixture values ('held', held('other', 'k2'));
insert into fixture values ('declined', locked_attempt('customer', 'k3'));
select api.checkout_intent(id('declined'), 'pi_k3');
select api.checkout_release(id('declined'), 'card_declined', '{}');

-- What the provider lists of them, with one thing changed.
create function tap.differences(
    p_payment text default '', p_change jsonb default '{}', p_refund jsonb default '{}', p_more jsonb[] default '{}',
    p_disputes jsonb[] default '{}', p_is_whole boolean default true
)
    returns table (kind text, reference text, ours text, theirs text)
    language sql volatile
as $$
    select r.*
    from tap.reconciled(
        array(
            select tap.listed(p.reference, p.what || case p.reference when p_payment then p_change else '{}' end)
            from (
                values
                    ('pi_k1', '{}'::jsonb),
                    ('pi_k2', '{"status": "requires_capture", "received": 0, "capturable": 5580}'),
                    ('pi_k3', '{"status": "canceled", "received": 0}')
            ) as p (reference, what)
            where p_change is not null or p.reference <> p_payment
        ),
        array(select tap.listed_of('re_1', 'pi_k1', 1000, p_refund) where p_refund is not null) || p_more,
        p_disputes,
        p_is_whole
    ) as r
$$;

-- happy path
select is_empty('select * from tap.differences()', 'an order, its refund, a hold and a decline that are there as they are here');
select is(
    (select row(r.payments, r.refunds, r.disputes, r.foreign_objects, r.differences)::text from store.reconciliations as r where r.status = 'DONE'),
    '(3,1,0,0,0)', 'all of it was looked at'
);

-- payments
select results_eq(
    $$select * from tap.differences(p_more => '{}', p_payment => 'pi_k1', p_change => '{"received": 5000}')$$,
    $$values ('amount captured differs', 'pi_k1', 'PARTIALLY_REFUNDED: 55.80', 'succeeded: 50.00')$$,
    'less was taken there'
);
select is_empty('select * from tap.differences()', 'a difference that is mended is settled by the next run');
select results_eq(
    $$select kind, reference, theirs from tap.differences('pi_k1', null)$$, $$values ('payment missing there', 'pi_k1', null::text)$$,
    'a payment that the provider does not have'
);
select results_eq(
    $$select kind, reference from tap.differences('pi_k1', null, p_is_whole => false)$$, $$values ('payment missing there', 'pi_k1')$$,
    'a list that was cut off settles nothing'
);
select is_empty('select * from tap.differences()', 'and it is settled when it is there');
select is_empty($$select * from tap.differences('pi_k1', null, p_is_whole => false)$$, 'of a list that was cut off nothing is missing at all');
select results_eq(
    $$select kind, reference, ours, theirs from tap.differences('pi_k1', '{"currency": "USD"}')$$,
    $$values ('currency differs', 'pi_k1', 'ils', 'usd')$$, 'another currency'
);
select results_eq(
    $$select kind, reference from tap.differences('pi_k2', '{"status": "canceled", "capturable": 0}')$$,
    $$values ('amount held differs', 'pi_k2')$$, 'a hold that has run out'
);
select results_eq(
    $$select kind, reference from tap.differences('pi_k2', '{"status": "succeeded", "capturable": 0, "received": 5580}') order by kind$$,
    $$values ('amount captured differs', 'pi_k2'), ('amount held differs', 'pi_k2')$$, 'one that somebody has captured there'
);
select api.payment_capture(id('manager'), id('held'), null, 'ready');
select is_empty(
    $$select * from tap.differences('pi_k2', '{"status": "succeeded", "capturable": 0, "received": 5580}')$$,
    'while a capture of ours is on its way that is none'
);
delete from store.outbox where capture_id is not null;
delete from store.captures;
select results_eq(
    $$select kind, reference, ours from tap.differences('pi_k3', '{"status": "succeeded", "received": 5580}')$$,
    $$values ('paid, without an order', 'pi_k3', 'DECLINED')$$, 'a declined attempt that was paid after all'
);
select event('evt_1', 'payment_intent.succeeded', 'pi_k3', id('declined'), 5580);
select is_empty(
    $$select * from tap.differences('pi_k3', '{"status": "succeeded", "received": 5580}')$$, 'money that is on its way back is none'
);
delete from store.outbox where refund_id <> id('refund');
delete from store.refunds where refund_id <> id('refund');

create temporary table stranger on commit drop as
select listed('pi_x') as paid, listed('pi_x', '{"received": 0, "status": "requires_confirmation"}') as open;
select results_eq(
    $$select kind, reference, ours from stranger, reconciled(array[paid]) as r where r.reference = 'pi_x'$$,
    $$values ('payment unknown here', 'pi_x', null::text)$$, 'a payment of our shop that no attempt has'
);
select is_empty(
    $$select * from stranger, reconciled(array[open]) as r where r.reference = 'pi_x'$$, 'of one that has taken nothing nobody has to know'
);

-- attempts: one that a gateway drives, and one that nobody does
insert into fixture values ('open', locked_attempt('customer', 'k4'));
select api.checkout_intent(id('open'), 'pi_k4');
select is_empty($$select * from reconciled(array[listed('pi_k4')]) where reference = 'pi_k4'$$, 'an attempt that a gateway drives is under way');
update store.checkout_attempts set lease_expires_at = now() - interval '1 minute' where checkout_attempt_id = id('open');
select results_eq(
    $$select kind, ours from reconciled(array[listed('pi_k4')]) where reference = 'pi_k4'$$, $$values ('attempt open, but paid', 'LOCKED')$$,
    'one that nobody drives is open, but paid'
);
update store.checkout_attempts set lease_expires_at = now() + interval '1 hour' where checkout_attempt_id = id('open');
select is_empty('select * from tap.differences()', 'all is well again');

-- refunds
select results_eq(
    $$select kind, reference from tap.differences(p_refund => null)$$, $$values ('refund missing there', 're_1')$$,
    'a refund that the provider does not have'
);
select results_eq(
    $$select kind, reference, ours, theirs from tap.differences(p_refund => '{"status": "failed"}')$$,
    $$values ('refund status differs', 're_1', 'SUCCEEDED', 'failed')$$, 'one that has failed there'
);
select results_eq(
    $$select kind, reference from tap.differences(p_refund => '{"amount": 999}')$$, $$values ('refund amount differs', 're_1')$$,
    'one of another amount'
);
select results_eq(
    $$select kind, reference, ours from tap.differences(p_more => array[listed_of('re_x', 'pi_k1', 500)])$$,
    $$values ('refund unknown here', 're_x', null::text)$$, 'one that was made in the dashboard'
);
select is_empty(
    $$select * from tap.differences(p_more => array[listed_of('re_x', 'pi_k1', 500, '{"status": "failed"}')])$$, 'one that has failed moved nothing'
);
insert into fixture select 'late', (api.refund_create(id('manager'), id('order'), 5, 'late') #>> '{data,id}')::bigint;
create temporary table made on commit drop as
select listed_of('re_2', 'pi_k1', 500, jsonb_build_object('refund_key', s.shop_id || '-' || r.provider_key || '-refund')) as refund
from store.refunds as r, store.settings as s
where r.refund_id = id('late');
select is_empty(
    'select d.* from made, tap.differences(p_more => array[refund]) as d', 'one of ours that was just made there is on its way into the books'
);
update store.refunds set created_at = now() - interval '2 hours' where refund_id = id('late');
select results_eq(
    'select d.kind, d.ours, d.theirs from made, tap.differences(p_more => array[refund]) as d',
    $$values ('refund status differs', 'PENDING', 'succeeded')$$, 'one that was made long ago is not'
);
select api.outbox_retry(outbox_id, 'refused', 0, true) from store.outbox where refund_id = id('late');
select results_eq(
    'select d.kind, d.ours, d.theirs from made, tap.differences(p_more => array[refund]) as d',
    $$values ('refund status differs', 'FAILED', 'succeeded')$$, 'nor one that was given up here'
);
select is_empty('select * from tap.differences()', 'all is well again');

-- disputes
select results_eq(
    $$select kind, reference from tap.differences(p_disputes => array[listed_of('dp_1', 'pi_k1', 5580, '{"status": "needs_response"}')])$$,
    $$values ('dispute unknown here', 'dp_1')$$, 'a dispute that no event told of'
);
insert into store.disputes (checkout_attempt_id, provider, dispute_reference, amount, status) values (id('attempt'), 'stripe', 'dp_1', 55.80, 'needs_response');
select is_empty(
    $$select * from tap.differences(p_disputes => array[listed_of('dp_1', 'pi_k1', 5580, '{"status": "needs_response"}')])$$, 'one that is known'
);
select results_eq(
    $$select kind, ours from tap.differences(p_disputes => array[listed_of('dp_1', 'pi_k1', 5580, '{"status": "lost"}')])$$,
    $$values ('dispute status differs', 'needs_response')$$, 'one that has ended there'
);

select * from finish();

rollback;
