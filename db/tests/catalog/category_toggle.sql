begin;
\ir ../fixture.psql

select plan(8);

select is(
    api.category_toggle(id('manager'), id('dairy'), false)::jsonb #> '{data,is_active}', 'false', 'it is switched off'
);
select throws_ok(
    $$select api.product_get(id('milk'))$$, 'MS404', 'PRODUCT_NOT_FOUND', 'which hides its products'
);
select is(
    api.category_toggle(id('manager'), id('dairy'), false)::jsonb #> '{data,is_active}', 'false', 'a second time changes nothing'
);

-- refusals
select throws_ok(
    $$select api.category_toggle(id('manager'), -1, false)$$, 'MS404', 'CATEGORY_NOT_FOUND', 'one that is not there is not found'
);
select throws_ok($$select api.category_toggle(id('customer'), id('dairy'), false)$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.category_toggle(id('employee'), id('dairy'), false)$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.category_toggle(-1, id('dairy'), false)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select count(*) || ' ' || min(e.new_value ->> 'is_active')
        from audit.entries as e
        where e.entity_type = 'categories'
            and e.entity_id = id('dairy')
            and e.action = 'UPDATE'
            and e.source = 'api.category_toggle'
            and e.actor_user_id = id('manager')
    ),
    '1 false', 'it is audited once, with its actor'
);

select * from finish();

rollback;
