begin;
\ir ../fixture.psql

select plan(6);

insert into fixture
select 'saved', (api.payment_token_create(id('customer'), 'pm_1', 'visa', '2222', 12, 2030, true, 'print', 'cus_1') #>> '{data,id}')::bigint;
select api.payment_token_delete(id('customer'), id('saved'));

select lives_ok('select api.outbox_done(c.outbox_id) from api.outbox_claim(1, 60) as c', 'a card was forgotten');
select is((select status::text from store.outbox), 'DONE', 'that is done');
select lives_ok('select api.outbox_done(b.outbox_id) from store.outbox as b', 'and stays done');

-- somebody else has taken it over
insert into store.outbox (kind, payment_token_id, lease_number) values ('detach', id('other token'), 2);
select api.outbox_done(outbox_id, 1) from store.outbox where lease_number = 2;
select is((select status::text from store.outbox where lease_number = 2), 'PENDING', 'who was overtaken ends nothing');
select api.outbox_done(outbox_id, 2) from store.outbox where lease_number = 2;
select is((select status::text from store.outbox where lease_number = 2), 'DONE', 'who has the lease does');

-- What has books is done by what writes them, and by nothing else.
insert into fixture select 'order', ordered('other');
select api.refund_create(id('manager'), id('order'), 10, 'x');
select api.outbox_done(outbox_id) from store.outbox where kind = 'refund';
select is((select status::text from store.outbox where kind = 'refund'), 'PENDING', 'a refund is done by what books it');

select * from finish();

rollback;
