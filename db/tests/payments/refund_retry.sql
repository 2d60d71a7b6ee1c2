begin;
\ir ../fixture.psql

select plan(7);

with made as (
    insert into store.users (email, password_hash, full_name, role) values ('admin@example.com', '$scrypt-sha256$a', 'Admin', 'ADMIN')
    returning user_id
)
insert into fixture select 'admin', user_id from made;
insert into fixture select 'order', ordered('customer');

insert into fixture select 'refund', (api.refund_create(id('manager'), id('order'), 40, 'x') #>> '{data,id}')::bigint;
select throws_ok($$select api.refund_retry(id('admin'), id('refund'), 'x')$$, 'MS409', 'REFUND_NOT_FAILED', 'one that is queued is left alone');
select throws_ok($$select api.refund_retry(id('admin'), -1, 'x')$$, 'MS404', 'NOT_FOUND', 'an unknown one is not found');
select api.outbox_retry(outbox_id, 'status 400', 0, true) from store.outbox;
create temporary table keys as select provider_key from store.refunds where refund_id = id('refund');
select is(api.refund_retry(id('admin'), id('refund'), 'key mended') #>> '{data,status}', 'PENDING', 'a failed one is queued again');
select isnt(
    (select provider_key from store.refunds where refund_id = id('refund')), (select provider_key from keys),
    'as another refund to the provider, which would answer with the failed one'
);
select is((select count(*)::integer from api.outbox_claim(10, 60)), 1, 'and due');
select api.outbox_retry(outbox_id, 'status 400', 0, true) from store.outbox;
select api.refund_create(id('manager'), id('order'), 30, 'instead');
select throws_ok($$select api.refund_retry(id('admin'), id('refund'), 'x')$$, 'MS409', 'REFUND_EXCEEDS_PAYMENT', 'not beyond the payment');
select throws_ok($$select api.refund_retry(id('manager'), id('refund'), 'x')$$, 'MS403', 'FORBIDDEN', 'a manager may not');

select * from finish();

rollback;
