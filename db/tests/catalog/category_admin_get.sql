begin;
\ir ../fixture.psql

select plan(5);

update store.categories set is_active = false where category_id = id('dairy');

select is(
    api.category_admin_get(id('manager'), id('dairy'))::jsonb #> '{data,is_active}', 'false', 'an inactive category is shown'
);

-- refusals
select throws_ok($$select api.category_admin_get(id('manager'), -1)$$, 'MS404', 'CATEGORY_NOT_FOUND', 'one that is not there is not');
select throws_ok($$select api.category_admin_get(id('customer'), id('dairy'))$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.category_admin_get(id('employee'), id('dairy'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.category_admin_get(-1, id('dairy'))$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

select * from finish();

rollback;
