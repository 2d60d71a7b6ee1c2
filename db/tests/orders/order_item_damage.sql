begin;
\ir ../fixture.psql
\ir life.psql

select plan(15);

create function tap.damage(p_person text, p_quantity integer, p_product text default 'milk') returns json
    language sql volatile
return api.order_item_damage(
    tap.id(p_person), tap.id('order'), tap.item('order', p_product), p_quantity, 'leaks', 'second row'
);

insert into fixture values ('order', ordered('customer'));

-- refusals
select throws_ok($$select damage('employee', 1)$$, 'MS409', 'ORDER_NOT_IN_PROGRESS', 'nobody is at the shelf for it');
select set('employee', 'order', 'IN_PROGRESS');
select throws_ok($$select damage('second', 1)$$, 'MS409', 'ORDER_CLAIMED', 'another picker is');
select throws_ok($$select damage('customer', 1)$$, 'MS403', 'FORBIDDEN', 'customers report nothing');
select throws_ok(
    $$select api.order_item_damage(id('employee'), -1, 1, 1, 'x')$$, 'MS404', 'ORDER_NOT_FOUND', 'an unknown order'
);
select throws_ok(
    $$select api.order_item_damage(id('employee'), id('order'), -1, 1, 'x')$$, 'MS404', 'ORDER_ITEM_NOT_FOUND', 'an unknown item'
);

-- happy path
select is(damage('employee', 3) #>> '{data,items,0,picked_status}', 'PENDING', 'the line is what it was: others are taken');
select is(on_hand('warehouse', 'milk'), 5, 'the damaged ones are not on the shelf any more');
select lives_ok($$select damage('manager', 1)$$, 'a manager reports too');
insert into fixture values ('open', locked_attempt('other', 'open'));
select throws_ok($$select damage('employee', 3)$$, 'MS409', 'BELOW_RESERVED', 'what a checkout has locked is not taken from it');
select is(
    details($$select damage('employee', 3)$$), '{"on_hand": 4, "reserved": 2, "requested_on_hand": 1}', 'and the answer says why'
);
select lives_ok($$select damage('employee', 2)$$, 'up to there');

-- side effects
select results_eq(
    $$select quantity, on_hand_change, reason, actor_user_id from store.inventory_movements where kind = 'damaged' order by inventory_movement_id limit 1$$,
    $$select 3, -3, format('leaks: second row (%s)', order_number), id('employee') from store.orders where order_id = id('order')$$,
    'the ledger says who, why and for which order'
);
select is((select version from store.orders), 5, 'each is another version of the order');
select pick('employee', 'order', 'milk'), pick('employee', 'order', 'bread'), set('employee', 'order', 'READY');
select is(books('order'), 'due 55.80, vat 8.51, back nothing, taken 55.80', 'which costs what it did');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
