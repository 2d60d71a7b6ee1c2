begin;
\ir ../fixture.psql

select plan(3);

select locked_attempt('customer');
select store.act_as('system');
select store.checkout_unlock(a) from store.checkout_attempts as a;
select is((select sum(reserved)::integer from store.inventory), 0, 'the stock is free');
select is((select booked from store.slot_dates), 0, 'so is the slot');
select is(
    (select sum(reserved_change)::integer from store.inventory_movements), 0, 'the ledger adds up to nothing reserved'
);

select * from finish();

rollback;
