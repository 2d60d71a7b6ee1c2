begin;
\ir ../fixture.psql

select plan(4);

select results_eq(
    $$select user_id, shop_id, customer_reference from api.payment_customer_get(id('customer'))$$,
    $$select id('customer'), s.shop_id::text, null::text from store.settings as s$$, 'somebody whom the provider does not know'
);
select api.payment_customer_keep(id('customer'), 'cus_1');
select is((select customer_reference from api.payment_customer_get(id('customer'))), 'cus_1', 'somebody whom it knows');
select is((select customer_reference from api.payment_customer_get(id('other'))), null, 'and nobody else');
select throws_ok($$select api.payment_customer_get(id('employee'))$$, 'MS403', 'FORBIDDEN', 'who cannot buy has none');

select * from finish();

rollback;
