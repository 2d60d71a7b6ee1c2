begin;
\ir ../fixture.psql

select plan(8);

insert into fixture select 'order', held('customer');

-- errors
select throws_ok($$select api.payment_capture(id('customer'), id('order'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.payment_capture(id('manager'), id('order'), 0)$$, 'MS400', 'VALIDATION_ERROR', 'nothing is no capture');
select throws_ok($$select api.payment_capture(id('manager'), -1)$$, 'MS404', 'ORDER_NOT_FOUND', 'an unknown order is not found');
select throws_ok($$select api.payment_capture(id('manager'), id('order'), 55.81)$$, 'MS409', 'CAPTURE_EXCEEDS_PAYMENT', 'never more than is held');

-- happy path
select is(api.payment_capture(id('manager'), id('order')) #>> '{data,amount}', '55.80', 'without an amount it is all of it');
select throws_ok($$select api.payment_capture(id('manager'), id('order'))$$, 'MS409', 'CAPTURE_IN_PROGRESS', 'once');

-- side effects
select is((select requested_by from store.captures), id('manager'), 'who asked is known');
select is(
    (select actor_user_id from audit.entries where entity_type = 'captures'), id('manager'), 'to the audit log too'
);

select * from finish();

rollback;
