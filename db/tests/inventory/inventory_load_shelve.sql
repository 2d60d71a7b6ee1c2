begin;
\ir ../fixture.psql

select plan(5);

delete from store.inventory_movements where branch_id = id('branch') and product_id in (id('bread'), id('rare cake'));
delete from store.inventory where branch_id = id('branch') and product_id in (id('bread'), id('rare cake'));

insert into fixture
select 'load', load(jsonb_build_array(
    load_row('branch', 'milk', 5), load_row('branch', 'bread', 6, '{"reorder_point": 4}'),
    load_row('branch', 'rare cake', 7, '{"expected_on_hand": 1}'),
    load_row('branch', 'bread', 8, '{"error_code": "DUPLICATE_ROW"}')
));
select store.inventory_load_shelve(opened(id('load'), 'new'), 5);

select results_eq(
    $$select line from api.inventory_load_rows where inventory_load_id = id('load') and is_new$$, $$values (3)$$,
    'who has no shelf gets one, but for a row that expects one, or is refused'
);
select results_eq(
    $$select on_hand, reserved, reorder_point from store.inventory where branch_id = id('branch') and product_id = id('bread')$$,
    $$values (6, 0, 4)$$, 'with what the row says'
);
select is(
    (select count(*) from store.inventory where branch_id = id('branch') and product_id = id('rare cake')), 0::bigint, 'the other has none'
);
select results_eq(
    $$
        select quantity, kind::text, reason, actor_user_id from store.inventory_movements
        where branch_id = id('branch') and product_id = id('bread')
    $$,
    $$values (6, 'received', 'new', id('manager'))$$, 'and with its line of the ledger'
);
select is(
    (select on_hand from store.inventory where branch_id = id('branch') and product_id = id('milk')), 10, 'a shelf that is there stays as it is'
);

select * from finish();
rollback;
