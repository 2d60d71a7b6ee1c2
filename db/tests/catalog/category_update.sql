begin;
\ir ../fixture.psql

select plan(13);

update store.categories set description = 'white', icon_slug = 'milk' where category_id = id('dairy');

select is(
    (api.category_update(id('manager'), id('dairy'), p_name => 'Dairy & Eggs')::jsonb -> 'data') - '{id,created_at,updated_at}'::text[],
    '{"name": "Dairy & Eggs", "description": "white", "icon_slug": "milk", "is_active": true}'::jsonb,
    'what is given changes, and nothing else'
);
select is(
    api.category_update(id('manager'), id('dairy'), p_clear => '{description}')::jsonb #> '{data,description}', 'null',
    'a description can be cleared'
);
select is(
    (api.category_update(id('manager'), id('dairy'), p_icon_slug => 'egg', p_description => 'more')::jsonb -> 'data')
        - '{id,name,created_at,updated_at}'::text[],
    '{"description": "more", "icon_slug": "egg", "is_active": true}'::jsonb, 'the rest can be given'
);
select is(
    api.category_update(id('manager'), id('dairy'), p_name => 'DAIRY & EGGS')::jsonb #>> '{data,name}', 'DAIRY & EGGS',
    'its own name in capitals is no duplicate'
);

-- refusals
select throws_ok(
    $$select api.category_update(id('manager'), id('dairy'), p_name => 'BAKERY')$$, 'MS409', 'DUPLICATE', 'another''s name is one'
);
select is(
    details($$select api.category_update(id('manager'), id('dairy'), p_name => 'bakery')$$), '{"field": "name"}',
    'which names the field'
);
select throws_ok(
    $$select api.category_update(id('manager'), -1, p_name => 'x')$$, 'MS404', 'CATEGORY_NOT_FOUND', 'one that is not there is not found'
);
select throws_ok(
    $$select api.category_update(id('manager'), id('dairy'), p_clear => '{name}')$$, 'MS400', 'VALIDATION_ERROR',
    'a name cannot be cleared'
);
select throws_ok($$select api.category_update(id('customer'), id('dairy'), p_name => 'x')$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.category_update(id('employee'), id('dairy'), p_name => 'x')$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.category_update(-1, id('dairy'), p_name => 'x')$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select jsonb_agg(e.new_value -> 'description' order by e.audit_entry_id)
        from audit.entries as e
        where e.entity_type = 'categories'
            and e.entity_id = id('dairy')
            and e.source = 'api.category_update'
            and e.actor_user_id = id('manager')
            and e.new_value ? 'description'
    ),
    '[null, "more"]', 'each change is audited with its actor'
);
select is((select name from store.categories where category_id = id('bakery')), 'bakery', 'no other one is changed');

select * from finish();

rollback;
