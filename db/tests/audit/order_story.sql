begin;
\ir ../fixture.psql

select plan(13);

-- Something in the cart that was taken out again before the checkout; an order; a refund.
select api.cart_item_add(id('customer'), id('rare cake'), 1);
insert into fixture select 'cake', i.cart_item_id from store.cart_items as i;
select api.cart_item_remove(id('customer'), id('cake'));
insert into fixture select 'order', ordered('customer');
insert into fixture select 'not this', ordered('other', 'k2');
select api.refund_create(id('manager'), id('order'), 1, 'x');

create temporary table story on commit drop as
select e.value ->> 'entity_type' as type, e.value ->> 'action' as action, (e.value ->> 'entity_id')::bigint as id, (e.value ->> 'id')::bigint as entry_id, e.place
from jsonb_array_elements(api.order_story(id('manager'), id('order'), 200)::jsonb -> 'data') with ordinality as e (value, place);

-- happy path
select is((select s.type || ' ' || s.action from story as s where s.place = 1), 'carts INSERT', 'it begins with the cart');
select is(
    (select s.type from story as s where s.type in ('orders', 'refunds') order by s.place desc limit 1), 'refunds', 'and the refund comes after the order'
);
select is(
    (select array_agg(s.entry_id order by s.place) from story as s), (select array_agg(s.entry_id order by s.entry_id) from story as s),
    'in the order of time'
);
select ok(
    (select array_agg(distinct s.type) from story as s)
        @> '{carts,cart_items,checkout_attempts,checkout_lines,inventory_movements,orders,order_items,order_deliveries,payments,payment_events,refunds,outbox}',
    'across all tables'
);
select is(
    (select array_agg(s.action order by s.place) from story as s where s.type = 'cart_items' and s.id = id('cake')), '{INSERT,DELETE}',
    'what is gone from the cart is told of too'
);
select is((select count(*) from story as s where s.type = 'orders' and s.id <> id('order')), 0::bigint, 'nothing of another order');
select is(
    api.order_story(id('manager'), id('order'), 3, 2)::jsonb -> 'pagination',
    jsonb_build_object('total', (select count(*) from story), 'limit', 3, 'offset', 2, 'has_next', true), 'a page knows how much there is'
);
select is(
    (api.order_story(id('manager'), id('order'), 1, 2)::jsonb #>> '{data,0,id}')::bigint, (select s.entry_id from story as s where s.place = 3),
    'and is of the same order'
);

-- refusals
select throws_ok($$select api.order_story(id('manager'), -1)$$, 'MS404', 'ORDER_NOT_FOUND', 'an order that is not there has no story');
select throws_ok($$select api.order_story(id('customer'), id('order'))$$, 'MS403', 'FORBIDDEN', 'a customer may not read it, not even his own');
select throws_ok($$select api.order_story(id('employee'), id('order'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.order_story(-1, id('order'))$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select jsonb_build_array(e.entity_type, e.entity_id, e.actor_user_id, e.subject_user_id, count(*))
        from audit.entries as e where e.action = 'AUDIT_READ' group by e.entity_type, e.entity_id, e.actor_user_id, e.subject_user_id
    ),
    jsonb_build_array('orders', id('order'), id('manager'), id('customer'), 3), 'each read stands in the log'
);

select * from finish();

rollback;
