begin;
\ir ../fixture.psql

select plan(9);

create function tap.set_milk(p_on_hand bigint, p_kind store.movement_kind default 'adjusted') returns integer
    language sql volatile
return store.stock_set(tap.id('warehouse'), tap.id('milk'), p_on_hand, p_kind, 'counted', tap.id('manager'));

-- happy path
select locked_attempt('customer');
select is(set_milk(7), -3, 'it gives the difference');
select is(set_milk(12, 'received'), 5, 'in either direction');
select is(set_milk(12), 0, 'or that there is none');
select is(set_milk(2), -10, 'down to what is reserved');

-- refusals
select throws_ok('select set_milk(1)', 'MS409', 'BELOW_RESERVED', 'and no further');
select is(
    details($$select set_milk(1)$$), '{"on_hand": 2, "reserved": 2, "requested_on_hand": 1}', 'with the figures'
);

-- side effects
select results_eq(
    $$
        select kind::text, quantity, reason, actor_user_id from store.inventory_movements
        where branch_id = id('warehouse') and product_id = id('milk') and reason is not null order by inventory_movement_id
    $$,
    $$
        values
            ('adjusted', -3, 'counted', id('manager')), ('received', 5, 'counted', id('manager')),
            ('adjusted', -10, 'counted', id('manager'))
    $$,
    'each change has its line of the ledger, with reason and name; what changed nothing has none'
);
select is(
    (select on_hand || ' ' || reserved from store.inventory where branch_id = id('warehouse') and product_id = id('milk')),
    '2 2', 'what is reserved stays reserved'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
