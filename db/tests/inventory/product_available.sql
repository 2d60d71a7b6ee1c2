begin;
\ir ../fixture.psql

select plan(4);

select is(store.product_available(id('milk')), 20::bigint, 'what all branches have');
select locked_attempt('customer');
select is(store.product_available(id('milk')), 18::bigint, 'less what is reserved');
update store.branches set is_active = false where branch_id = id('branch');
select is(store.product_available(id('milk')), 8::bigint, 'an inactive branch sells nothing');
select is(store.product_available(-1), 0::bigint, 'an unknown product is nowhere');

select * from finish();

rollback;
