begin;
\ir ../fixture.psql
\ir life.psql

select plan(9);

create function tap.next(p_person text, p_branch text default null) returns bigint
    language sql volatile
return (
    api.order_claim_next(tap.id(p_person), (select f.id from pg_temp.fixture as f where f.name = p_branch)) #>> '{data,id}'
)::bigint;

select plenty();
insert into fixture values ('late', ordered('customer', 'l'));
insert into fixture values ('early', pickup('other', 'e', (store.local_now()::date + 1 + time '09:00') at time zone 'Asia/Jerusalem'));
insert into fixture values ('same', ordered('customer', 's'));

-- happy path
select is(next('employee'), id('early'), 'the order whose window begins first, though it came later');
select is(next('second'), id('late'), 'then the next one');
select is(next('employee'), id('same'), 'of one window the one that was there first');
select throws_ok($$select next('second')$$, 'MS404', 'ORDER_NOT_FOUND', 'until all are picked');
update store.orders set lease_expires_at = clock_timestamp() where order_id = id('late');
select is(next('employee'), id('late'), 'one whose picker does nothing for it is free again');
insert into fixture values ('more', pickup('other', 'm', (store.local_now()::date + 1 + time '11:00') at time zone 'Asia/Jerusalem'));
select throws_ok($$select next('second', 'warehouse')$$, 'MS404', 'ORDER_NOT_FOUND', 'of a branch only its own');
select is(next('second', 'branch'), id('more'), 'which there are');

-- refusals and side effects
select throws_ok($$select api.order_claim_next(id('customer'))$$, 'MS403', 'FORBIDDEN', 'customers pick nothing');
select is(
    (select count(*)::integer from audit.entries where entity_type = 'orders' and source = 'api.order_claim_next' and action = 'UPDATE'), 5,
    'each claim is in the log'
);

select * from finish();

rollback;
