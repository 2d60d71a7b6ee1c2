begin;
\ir ../fixture.psql

select plan(4);

insert into fixture values ('order', ordered('customer'));
select lives_ok($$select store.order_version_check(o, 1) from store.orders as o$$, 'the version that is there');
select lives_ok($$select store.order_version_check(o, null) from store.orders as o$$, 'no word about it');
select throws_ok($$select store.order_version_check(o, 2) from store.orders as o$$, 'MS409', 'ORDER_CHANGED', 'another version');
select is(
    details($$select store.order_version_check(o, 7) from store.orders as o$$),
    '{"expected_version": 7, "version": 1, "status": "CREATED"}', 'the answer says which there is'
);

select * from finish();

rollback;
