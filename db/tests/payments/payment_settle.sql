begin;
\ir ../fixture.psql

select plan(7);

insert into fixture values ('order', ordered('customer', 'o')), ('held', held('other', 'h'));

-- What an order costs, by hand and past what would make it so.
create function tap.costs(p_order text, p_due numeric, p_status store.order_status) returns void
    language plpgsql volatile
as $$
begin
    alter table store.orders disable trigger orders_state_edge;
    update store.orders
    set reduced_amount = total_amount - p_due, status = p_status
    where order_id = tap.id(p_order);
    alter table store.orders enable trigger orders_state_edge;
    perform store.payment_settle(tap.id(p_order), 'a test', null);
end;
$$;

select costs('order', 50, 'READY');
select is((select sum(amount) from store.refunds), 5.80, 'of taken money goes back what it costs less');
select costs('held', 50, 'READY');
select is((select string_agg(amount::text, '+') from store.captures), '50.00', 'of held money is taken what it costs');
select costs('held', 0, 'CANCELED');
select is((select string_agg(amount::text, '+') from store.captures), '50.00', 'a capture on its way is not asked for again');
select api.outbox_retry(outbox_id, 'refused', 0, true) from store.outbox where kind = 'capture';
select costs('held', 0, 'CANCELED');
select is((select string_agg(amount::text, '+' order by capture_id) from store.captures), '50.00+0.00', 'one that has failed is, for what it costs by now');
update store.payments set status = 'CANCELED' where order_id = id('held');
select lives_ok($$select costs('held', 0, 'CANCELED')$$, 'a hold that has gone suits what is canceled');
select throws_ok($$select costs('held', 50, 'READY')$$, 'MS409', 'PAYMENT_NOT_AUTHORIZED', 'and not what is ready');
select is((select count(*)::integer from store.refunds), 1, 'nothing goes back of what was never taken');

select * from finish();

rollback;
