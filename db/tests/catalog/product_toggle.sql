begin;
\ir ../fixture.psql

select plan(10);

select api.cart_item_add(id('customer'), id('milk'), 1);

select is(
    api.product_toggle(id('manager'), id('milk'), false)::jsonb #> '{data,is_active}', 'false', 'it is switched off'
);
select is(
    api.cart_get(id('customer'))::jsonb #> '{data,items,0,is_available}', 'false', 'a cart that has it keeps it, and says so'
);
select throws_ok(
    $$select lock('customer')$$, 'MS409', 'PRODUCT_UNAVAILABLE', 'its checkout says that it is no longer sold'
);
select is(
    api.product_toggle(id('manager'), id('milk'), true)::jsonb #> '{data,is_active}', 'true', 'and on again'
);
select is((select outcome from lock('customer')), 'LOCKED', 'as if nothing had been');

-- refusals
select throws_ok(
    $$select api.product_toggle(id('manager'), -1, false)$$, 'MS404', 'PRODUCT_NOT_FOUND', 'one that is not there is not found'
);
select throws_ok($$select api.product_toggle(id('customer'), id('milk'), false)$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.product_toggle(id('employee'), id('milk'), false)$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.product_toggle(-1, id('milk'), false)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select api.product_toggle(id('manager'), id('milk'), true);
select is(
    (
        select string_agg(e.new_value ->> 'is_active', ' ' order by e.audit_entry_id)
        from audit.entries as e
        where e.entity_type = 'products'
            and e.entity_id = id('milk')
            and e.action = 'UPDATE'
            and e.source = 'api.product_toggle'
            and e.actor_user_id = id('manager')
    ),
    'false true', 'each change is audited with its actor, and nothing else'
);

select * from finish();

rollback;
