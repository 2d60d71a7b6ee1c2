begin;
\ir ../fixture.psql
\ir requests.psql

select plan(4);

select ask('one', 'employee', 'SET_QUANTITY', 12), ask('two', 'employee', 'ADD_QUANTITY', 3, 'bread');
delete from store.inventory_movements where branch_id = id('branch') and product_id in (id('bread'), id('rare cake'));
delete from store.inventory where branch_id = id('branch') and product_id in (id('bread'), id('rare cake'));
select ask('three', 'employee', 'ADD_QUANTITY', 1, 'rare cake');

select lives_ok($$select store.stock_requests_lock(array[id('one'), id('two'), id('three'), -1], array[id('two')])$$, 'it takes what is there');
select is(on_hand('bread'), 0, 'a shelf that is needed is made, empty');
select is(on_hand('rare cake'), null, 'one that is not is not');
select lives_ok($$select store.stock_requests_lock(array[id('one')], null)$$, 'a rejection needs no shelf');

select * from finish();

rollback;
