begin;
\ir ../fixture.psql
\ir reconciliation.psql

select plan(10);

insert into fixture values ('order', ordered('customer', 'k1'));
insert into fixture values ('run', run());
select api.reconciliation_claim('stripe', 60);

-- happy path
select is(
    api.reconciliation_page(
        id('run'), 1, 'payment',
        jsonb_build_array(
            listed('pi_1'), listed('pi_k1') - 'shop', listed('pi_other', '{"shop": "00000000-0000-4000-8000-000000000000"}'),
            listed('pi_none') - 'shop', listed('pi_k1', '{"received": 1}')
        ),
        60
    ),
    true, 'a page of payments'
);
select bag_eq(
    'select reference, received_minor from store.provider_objects', $$values ('pi_1', 5580::bigint), ('pi_k1', 5580)$$,
    'those of our shop are kept, and those that our attempts have; each once'
);
select is(
    api.reconciliation_page(
        id('run'), 1, 'refund',
        jsonb_build_array(
            listed_of('re_1', 'pi_k1', 1), listed_of('re_2', 'pi_1', 1), listed_of('re_3', 'pi_other', 1),
            listed_of('re_4', 'pi_unlisted', 1, jsonb_build_object('refund_key', (select shop_id from store.settings) || '-key'))
        ),
        60
    ),
    true, 'a page of refunds'
);
select bag_eq(
    $$select reference from store.provider_objects where kind = 'refund'$$, $$values ('re_1'), ('re_2'), ('re_4')$$,
    'those of our payments, whoever made them, and those with our key'
);
select is(api.reconciliation_page(id('run'), 1, 'dispute', jsonb_build_array(listed_of('dp_1', 'pi_k1', 1)), 60), true, 'a page of disputes');
select is(
    (select row(payments, refunds, disputes, foreign_objects)::text from store.reconciliations where reconciliation_id = id('run')), '(2,3,1,4)',
    'all are counted, also what is not ours'
);
select is(
    api.reconciliation_page(id('run'), 1, 'payment', jsonb_build_array(listed('pi_2', '{"payment_reference": "pi_1"}')), 60), true,
    'what is no payment is none'
);

-- refusals
select is(api.reconciliation_page(id('run'), 2, 'payment', jsonb_build_array(listed('pi_3')), 60), false, 'who lost it is told so');
select api.reconciliation_finish(id('run'), 1, true);
select is(api.reconciliation_page(id('run'), 1, 'payment', jsonb_build_array(listed('pi_3')), 60), false, 'also when it has ended');

-- side effects
select through_gateway_is($$select api.reconciliation_page(1, 1, 'payment', '[]', 60)$$, 'ok', 'the gateway may');

select * from finish();

rollback;
