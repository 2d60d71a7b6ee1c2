begin;
\ir ../fixture.psql
\ir life.psql

select plan(9);

-- Past order_move, to see that it does nothing twice: its edges are in order_status_set.sql and order_cancel.sql.
insert into fixture values ('order', ordered('customer'));
select bring('order', 'IN_PROGRESS');
select pick('employee', 'order', 'milk', 'PICKED', 1), pick('employee', 'order', 'bread');
create function tap.lines() returns integer language sql stable
return (select count(*)::integer from store.inventory_movements where kind in ('returned', 'adjusted'));

select store.order_settle(id('order'), null, id('employee'));
select is(books('order'), 'due 49.30, vat 7.52, back 6.50, taken 55.80', 'what was not found goes back with its VAT');
select is(lines(), 2, 'the ledger says that it was not sold, and that it is not there');
select is((select reason from store.refunds), 'not all of it was found', 'without a reason it is the cause that is told');
select store.order_settle(id('order'), null, id('employee'));
select is(books('order'), 'due 49.30, vat 7.52, back 6.50, taken 55.80', 'a second time nothing goes back');
select is(lines(), 2, 'and nothing is written');

update store.orders set status = 'CANCELED' where order_id = id('order');
select store.order_settle(id('order'), 'no', id('manager')), store.order_settle(id('order'), 'no', id('manager'));
select is(books('order'), 'due 0.00, vat 0.00, back 6.50+49.30, taken 55.80', 'canceled, the rest goes back once');
select is((select sum(booked)::integer from store.slot_dates), 0, 'and so does its place');

-- canceled while it is picked: of a line comes back what is there of it
select on_hand('warehouse', 'milk') as milk into temporary table before;
insert into fixture values ('short', ordered('customer', 's'));
select bring('short', 'IN_PROGRESS'), pick('employee', 'short', 'milk', 'PICKED', 1), set('manager', 'short', 'CANCELED');
select is(on_hand('warehouse', 'milk'), (select milk - 1 from before), 'a unit that was not found is not on the shelf again');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
