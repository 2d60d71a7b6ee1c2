begin;
\ir ../fixture.psql

select plan(1);

insert into fixture select 'order', held('customer');
insert into fixture select 'capture', store.capture_queue(id('order'), 12, 'a part');

select is(
    (store.capture_json(id('capture'))::jsonb - '{id,created_at,updated_at,attempt_id}'::text[]),
    jsonb_build_object(
        'order_id', id('order'), 'amount', '12.00', 'authorized_amount', '55.80', 'status', 'PENDING', 'reason', 'a part',
        'payment_reference', 'pi_key', 'tries', 0, 'last_error', null, 'requested_by', null
    ),
    'a capture shows what is asked for and what is held'
);

select * from finish();

rollback;
