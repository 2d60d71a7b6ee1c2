begin;
\ir ../fixture.psql

select plan(7);

-- An attempt as the lock of the former release leaves it, with a line of each class.
update store.products set vat_class = 'ZERO' where product_id = id('bread');
insert into fixture select 'attempt', locked_attempt('customer');
update store.checkout_lines set name = null, sku = null, unit = null, vat_class = null, vat_rate = null, vat_amount = null;
update store.checkout_attempts
set
    address_line = null, city = null, postal_code = null, country = null, latitude = null, longitude = null, delivery_date = null,
    delivery_start_time = null, delivery_end_time = null, delivery_min_total = null, delivery_fee_under_min = null, vat_rate = null,
    delivery_fee_vat = null, vat_amount = 0;
select is_empty('select * from store.check_invariants()', 'it violates nothing');

select store.act_as('system');
create temporary table filled as select * from store.checkout_snapshot_fill(id('attempt'));
select results_eq(
    'select address_line, city, delivery_date, delivery_start_time, delivery_end_time, vat_rate, delivery_fee_vat, vat_amount from filled',
    $$
        values (
            '3 Side Street', 'Tel Aviv', store.local_now()::date + 1, '10:00'::time, '12:00'::time, 18.00::numeric(5, 2),
            4.56::numeric(12, 2), 6.54::numeric(12, 2)
        )
    $$,
    'address, window and VAT are those of now'
);
select is((select delivery_min_total from filled), null, 'nothing is made up for the rule of its fee');
select results_eq(
    'select name, sku, unit, vat_class::text, vat_rate, vat_amount from store.checkout_lines order by product_id',
    $$
        values
            ('milk', 'DAI-1', '1 L', 'STANDARD', 18.00::numeric(5, 2), 1.98::numeric(12, 2)),
            ('bread', 'BAK-1', 'unit', 'ZERO', 0.00, 0.00)
    $$,
    'and so are its lines'
);
select is_empty('select * from store.check_invariants()', 'it still violates nothing');

-- the order that it makes
update store.checkout_lines set name = null, sku = null, unit = null, vat_class = null, vat_rate = null, vat_amount = null;
update store.checkout_attempts
set
    address_line = null, city = null, country = null, delivery_date = null, delivery_start_time = null, delivery_end_time = null,
    vat_rate = null, delivery_fee_vat = null, vat_amount = 0;
select is((select response_status from commit(id('attempt'), 'pi_1', 5580, 'ils')), 201, 'what is paid becomes an order');
select is_empty('select * from store.check_invariants()', 'that is what was locked');

select * from finish();

rollback;
