begin;
\ir ../fixture.psql

select plan(5);

update store.products set is_active = false where product_id = id('milk');

select is(
    api.product_admin_get(id('manager'), id('milk'))::jsonb -> 'data' ->> 'vat_class', 'STANDARD', 'an inactive product is shown'
);

-- refusals
select throws_ok($$select api.product_admin_get(id('manager'), -1)$$, 'MS404', 'PRODUCT_NOT_FOUND', 'one that is not there is not');
select throws_ok($$select api.product_admin_get(id('customer'), id('milk'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.product_admin_get(id('employee'), id('milk'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.product_admin_get(-1, id('milk'))$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
