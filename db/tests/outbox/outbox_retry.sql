begin;
\ir ../fixture.psql

select plan(11);

insert into fixture select 'order', ordered('customer');

select api.refund_create(id('manager'), id('order'), 10, 'x');
select is((select api.outbox_retry(outbox_id, 'timeout', 0, false) from store.outbox), 'PENDING', 'it is due again');
select is((select api.outbox_retry(outbox_id, 'status 400', 0, true) from store.outbox), 'DEAD', 'the last try was the last');
select is((select status::text from store.refunds), 'FAILED', 'its refund has failed');
select is((select count(*)::integer from api.danger_zone where state = 'DEAD' and due_at is null), 1, 'a human sees it');
select is((select api.outbox_retry(outbox_id, 'late', 0, false) from store.outbox), null, 'a dead one stays dead');

insert into fixture select 'held', held('other', 'key 2');
select store.capture_queue(id('held'), 40);
select api.outbox_retry(outbox_id, 'status 400', 0, true) from store.outbox where kind = 'capture';
select is((select status::text from store.captures), 'FAILED', 'a capture fails as well');

insert into store.outbox (kind, payload) values ('mail', '{"to": "ann@example.com"}');
select is((select api.outbox_retry(outbox_id, 'no transport for mail', 0, true) from store.outbox where kind = 'mail'), 'DEAD', 'mail that nobody can send is DEAD');
select results_eq(
    $$select state, reason from api.danger_zone where kind = 'mail'$$, $$values ('DEAD', 'no transport for mail')$$, 'and not lost: a human sees it'
);

-- somebody else has taken it over
select api.refund_create(id('manager'), id('order'), 20, 'x');
select lease_number from api.outbox_claim(10, 60);
update store.outbox set due_at = clock_timestamp() where status = 'PENDING';
select is((select lease_number from api.outbox_claim(10, 60)), 2, 'each claim has a number that nobody had before');
select is(
    (select api.outbox_retry(outbox_id, 'late', 0, true, 1) from store.outbox where status = 'PENDING'), null,
    'who was overtaken does not end another''s work'
);
select is(
    (select api.outbox_retry(outbox_id, 'timeout', 0, false, 2) from store.outbox where status = 'PENDING'), 'PENDING', 'who has the lease may'
);

select * from finish();

rollback;
