begin;
\ir ../fixture.psql

select plan(7);

insert into fixture
select 'shelf', i.inventory_id from store.inventory as i where i.branch_id = id('warehouse') and i.product_id = id('milk');
insert into fixture select 'order', ordered('customer');
select locked_attempt('other', 'open');
select api.inventory_update(id('manager'), id('shelf'), 'two were broken', 6);

-- happy path
select results_eq(
    $$
        select kind, on_hand_change, reserved_change, on_hand, reserved, who, reason
        from api.stock_explain(id('warehouse'), id('milk'))
    $$,
    $$
        values
            ('received', 10, 0, 10::bigint, 0::bigint, null, null),
            ('reserved', 0, 2, 10, 2, 'Customer', null),
            ('sold', -2, -2, 8, 0, 'Customer', null),
            ('reserved', 0, 2, 8, 2, 'Other', null),
            ('adjusted', -2, 0, 6, 2, 'Manager', 'two were broken'),
            ('today', null, null, 6, 2, null, null)
    $$,
    'each line of the ledger, added up to today''s figures'
);
select is(
    (select count(*)::integer from api.stock_explain(id('warehouse'), id('milk')) where order_number is not null), 2,
    'what became an order has its number'
);
select is(
    (select sum(on_hand_change) || ' ' || sum(reserved_change) from api.stock_explain(id('warehouse'), id('milk'))), '6 2',
    'they can be added up in any other way'
);
update store.inventory set on_hand = 7 where inventory_id = id('shelf');
select results_eq(
    $$select on_hand from api.stock_explain(id('warehouse'), id('milk')) order by moved_at, kind = 'today' offset 4$$,
    'values (6::bigint), (7)', 'a figure that somebody changed past the ledger shows'
);

-- refusals
select throws_ok($$select api.stock_explain(id('warehouse'), -1)$$, 'MS404', 'INVENTORY_NOT_FOUND', 'the product must be there');
select throws_ok($$select api.stock_explain(-1, id('milk'))$$, 'MS404', 'INVENTORY_NOT_FOUND', 'and the branch');
select is(
    array[has_function_privilege('mami_operator', 'api.stock_explain(bigint, bigint)', 'execute'), has_function_privilege('mami_gateway', 'api.stock_explain(bigint, bigint)', 'execute')],
    '{true,false}', 'it is for people in psql'
);

select * from finish();

rollback;
