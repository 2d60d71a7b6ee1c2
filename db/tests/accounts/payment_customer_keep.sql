begin;
\ir ../fixture.psql

select plan(6);

select is(api.payment_customer_keep(id('customer'), 'cus_1'), 'cus_1', 'the provider''s customer is kept');
select is(api.payment_customer_keep(id('customer'), 'cus_2'), 'cus_1', 'once: who comes second learns of the first');
select is(
    (select actor_user_id from audit.entries where entity_type = 'payment_customers'), id('customer'), 'it is audited as the customer''s'
);

-- errors
select throws_ok($$select api.payment_customer_keep(id('other'), 'cus_1')$$, '23505', null, 'nobody gets somebody else''s');
select throws_ok($$select api.payment_customer_keep(id('employee'), 'cus_3')$$, 'MS403', 'FORBIDDEN', 'who cannot buy has none');
select throws_ok($$select api.payment_customer_keep(-1, 'cus_3')$$, 'MS401', 'UNAUTHORIZED', 'nor has nobody');

select * from finish();

rollback;
