begin;
\ir ../fixture.psql

select plan(3);

select is(
    (select s.available from store.product_stock as s where s.product_id = id('milk')), 20::bigint,
    'the stock of all active branches together'
);
update store.inventory set reserved = 3 where product_id = id('milk') and branch_id = id('branch');
select is(
    (select s.available from store.product_stock as s where s.product_id = id('milk')), 17::bigint, 'without what is reserved'
);
update store.branches set is_active = false where branch_id = id('branch');
select is(
    (select s.available from store.product_stock as s where s.product_id = id('milk')), 10::bigint,
    'without that of branches that are closed'
);

select * from finish();

rollback;
