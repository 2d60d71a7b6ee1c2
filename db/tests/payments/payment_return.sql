begin;
\ir ../fixture.psql

select plan(10);

insert into fixture values ('order', ordered('customer', 'o'));

create function tap.given_back(p_due numeric) returns text
    language plpgsql volatile
as $$
begin
    update store.orders set reduced_amount = total_amount - p_due where order_id = tap.id('order');
    perform store.payment_return(tap.id('order'), 'a test', null);

    return (select string_agg(r.amount || ' ' || r.status, ', ' order by r.refund_id) from store.refunds as r);
end;
$$;

select is(given_back(55.80), null, 'of an order that costs what was agreed nothing goes back');
select is(store.payment_return(id('order'), 'a test', null), false, 'and it says so');
select is(given_back(50), '5.80 PENDING', 'of one that costs less the difference does');
select is(given_back(50), '5.80 PENDING', 'once');
select api.outbox_retry(outbox_id, 'refused', 0, true) from store.outbox;
select is(given_back(50), '5.80 FAILED', 'also if it has failed, as an admin tries it again');
select is(given_back(40), '5.80 FAILED, 10.00 PENDING', 'beside what goes back since');
select api.refund_create(id('manager'), id('order'), 45, 'sorry');
select is(given_back(39), '5.80 FAILED, 10.00 PENDING, 45.00 PENDING, 0.80 PENDING', 'never more than was taken');
select is(given_back(30), '5.80 FAILED, 10.00 PENDING, 45.00 PENDING, 0.80 PENDING', 'and when all is gone nothing');

-- a lower capture has left a part already
insert into fixture values ('held', held('other', 'h'));
update store.orders set reduced_amount = 5 where order_id = id('held');
update store.payments set status = 'CAPTURED', captured_amount = 52 where order_id = id('held');
select is(store.payment_return(id('held'), 'a test', null), true, 'what a lower capture has left');
select is(
    (select r.amount from store.refunds as r join store.payments as p on p.payment_id = r.payment_id where p.order_id = id('held')), 1.20,
    'does not go back besides'
);

select * from finish();

rollback;
