begin;
\ir ../fixture.psql
\ir life.psql

select plan(31);

insert into fixture values ('order', ordered('customer'));

create function tap.told(p_product text) returns text
    language sql stable
return (
    select format('%s %s, %s missing', i.picked_status, i.picked_quantity, i.missing_quantity)
    from store.order_items as i
    where i.order_item_id = tap.item('order', p_product)
);
create function tap.say(
    p_person text, p_status text, p_quantity integer default null, p_operation text default null, p_version integer default null,
    p_reason text default null
)
    returns json
    language sql volatile
return api.order_item_pick(
    tap.id(p_person), tap.id('order'), tap.item('order', 'milk'), p_status, p_quantity, p_reason, p_version, p_operation
);

-- before and after picking
select throws_ok($$select say('employee', 'PICKED')$$, 'MS409', 'ORDER_NOT_IN_PROGRESS', 'nothing is picked of what nobody has begun');
select set('employee', 'order', 'IN_PROGRESS');

-- happy path
select say('employee', 'PICKED');
select is(told('milk'), 'PICKED 2, 0 missing', 'picked is all of it');
select say('employee', 'PICKED', 1);
select is(told('milk'), 'PICKED 1, 1 missing', 'or fewer, a short pick');
select say('employee', 'MISSING');
select is(told('milk'), 'MISSING 0, 2 missing', 'missing is all of it');
select say('employee', 'MISSING', 1);
select is(told('milk'), 'MISSING 1, 1 missing', 'or a part, for a manager to accept');
select say('employee', 'PENDING');
select is(told('milk'), 'PENDING 0, 0 missing', 'pending is nothing yet');
select is(
    say('employee', 'PICKED', p_reason => 'dented') #>> '{data,items,0,picked_status}', 'PICKED', 'the answer is the order'
);
select isnt_empty($$select * from store.picking_operations where reason = 'dented'$$, 'a reason is kept');

-- refusals
select throws_ok($$select say('employee', 'PICKED', 3)$$, 'MS400', 'VALIDATION_ERROR', 'not more than was bought');
select throws_ok($$select say('employee', 'PICKED', 0)$$, 'MS400', 'VALIDATION_ERROR', 'what is picked is something');
select throws_ok($$select say('employee', 'MISSING', 2)$$, 'MS400', 'VALIDATION_ERROR', 'what is missing is not all there');
select throws_ok($$select say('employee', 'PENDING', 1)$$, 'MS400', 'VALIDATION_ERROR', 'what is pending is nothing yet');
select is(
    details($$select say('employee', 'PICKED', 3)$$) #>> '{errors,0,message}', 'must be between 1 and 2', 'and the answer says why'
);
select throws_ok($$select say('second', 'PICKED')$$, 'MS409', 'ORDER_CLAIMED', 'not by another picker');
select lives_ok($$select say('manager', 'PICKED')$$, 'but by a manager');
select is((select assigned_to from store.orders), id('employee'), 'who takes it from nobody');
select throws_ok($$select say('customer', 'PICKED')$$, 'MS403', 'FORBIDDEN', 'not by a customer');
select throws_ok(
    $$select api.order_item_pick(id('employee'), -1, item('order', 'milk'), 'PICKED')$$, 'MS404', 'ORDER_NOT_FOUND', 'an unknown order'
);
select throws_ok(
    $$select api.order_item_pick(id('employee'), id('order'), -1, 'PICKED')$$, 'MS404', 'ORDER_ITEM_NOT_FOUND', 'an unknown item'
);
insert into fixture values ('another', ordered('other', 'another'));
select throws_ok(
    $$select api.order_item_pick(id('employee'), id('order'), item('another', 'milk'), 'PICKED')$$, 'MS404', 'ORDER_ITEM_NOT_FOUND',
    'or one of another order'
);

-- versions
create temporary table seen on commit drop as select version from store.orders where order_id = id('order');
select lives_ok($$select say('employee', 'PICKED', 1, p_version => (select version from seen))$$, 'who saw the order as it is may');
select throws_ok(
    $$select say('employee', 'PICKED', 2, p_version => (select version from seen))$$, 'MS409', 'ORDER_CHANGED',
    'each word makes another version, so not twice'
);

-- said twice
select say('employee', 'PICKED', 2, 'scan 1');
select say('employee', 'MISSING', 1, 'scan 2');
select lives_ok($$select say('employee', 'PICKED', 2, 'scan 1')$$, 'what was said before may be said again');
select is(told('milk'), 'MISSING 1, 1 missing', 'and does not undo what was said since');
select throws_ok(
    $$select say('employee', 'PICKED', 1, 'scan 1')$$, 'MS422', 'IDEMPOTENCY_KEY_REUSED', 'another word under the same name is not taken'
);
select lives_ok(
    $$select say('employee', 'PICKED', 2, 'scan 1', (select version from seen))$$, 'it is no matter which version was seen then'
);

-- leases
update store.orders set lease_expires_at = clock_timestamp() - interval '1 hour' where order_id = id('order');
select lives_ok($$select say('employee', 'PICKED')$$, 'a picker who was idle goes on, if nobody came');
select ok(
    (select lease_expires_at > clock_timestamp() + interval '19 minutes' from store.orders where order_id = id('order')),
    'and has the order for longer'
);

-- after picking
select pick('employee', 'order', 'bread'), set('employee', 'order', 'READY');
select throws_ok($$select say('employee', 'PICKED', 1)$$, 'MS409', 'ORDER_NOT_IN_PROGRESS', 'what is ready stays as it is');
select lives_ok($$select say('employee', 'PICKED', 2, 'scan 1')$$, 'though what was said before may be said still');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
