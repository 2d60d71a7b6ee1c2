begin;
\ir ../fixture.psql

select plan(18);

update store.products
set old_price = 8, nutritional_info = '{}', bin_location = 'A', image_url = '/a', description = 'd'
where product_id = id('milk');

select is(
    api.product_update(id('manager'), id('milk'), p_price => 7.10)::jsonb -> 'data' ->> 'price', '7.10', 'a price is changed'
);
select is(
    api.product_get(id('milk')) #>> '{data,price}', '7.10', 'customers see it at once'
);
select is(
    (api.product_update(id('manager'), id('milk'))::jsonb -> 'data') - '{updated_at}'::text[],
    (api.product_admin_get(id('manager'), id('milk'))::jsonb -> 'data') - '{updated_at}'::text[], 'nothing given changes nothing'
);
select is(
    (api.product_update(
        id('manager'), id('milk'), p_clear => '{old_price,description,nutritional_info,bin_location,image_url}'
    )::jsonb -> 'data') - '{id,name,sku,price,unit,is_organic,category_id,category_name,is_active,in_stock_anywhere,available_quantity,vat_class,is_featured,created_at,updated_at}'::text[],
    '{"old_price": null, "description": null, "nutritional_info": null, "bin_location": null, "image_url": null}'::jsonb,
    'what may be empty can be cleared'
);
select is(
    (api.product_update(
        id('manager'), id('milk'), 'soy  milk', 'SOY-1', id('bakery'), 5, '2 L', 6, 'of soy', '{"fat_g": 1}', true, 'B', '/b', true,
        'ZERO'
    )::jsonb -> 'data') - '{created_at,updated_at}'::text[],
    jsonb_build_object(
        'id', id('milk'), 'name', 'soy milk', 'sku', 'SOY-1', 'price', '5.00', 'old_price', '6.00', 'unit', '2 L', 'description',
        'of soy', 'nutritional_info', '{"fat_g": 1}'::jsonb, 'is_organic', true, 'bin_location', 'B', 'image_url', '/b',
        'category_id', id('bakery'), 'category_name', 'bakery', 'is_active', true, 'in_stock_anywhere', true,
        'available_quantity', 20, 'vat_class', 'ZERO', 'is_featured', true
    ),
    'all of it can be given'
);
select is(
    api.product_update(id('manager'), id('milk'), p_sku => 'soy-1')::jsonb #>> '{data,sku}', 'soy-1',
    'its own SKU in small letters is no duplicate'
);
select is(
    (api.product_search('soy') #>> '{data,0,sku}'), 'soy-1', 'it is found under its new words'
);

-- refusals
select throws_ok(
    $$select api.product_update(id('manager'), id('milk'), p_sku => 'bak-1')$$, 'MS409', 'DUPLICATE', 'another''s SKU is a duplicate'
);
select is(
    details($$select api.product_update(id('manager'), id('milk'), p_sku => 'bak-1')$$), '{"field": "sku"}',
    'which names the field'
);
select throws_ok(
    $$select api.product_update(id('manager'), -1, p_price => 1)$$, 'MS404', 'PRODUCT_NOT_FOUND', 'one that is not there is not found'
);
select throws_ok(
    $$select api.product_update(id('manager'), id('milk'), p_category_id => -1)$$, 'MS404', 'CATEGORY_NOT_FOUND',
    'nor is a category'
);
select throws_ok(
    $$select api.product_update(id('manager'), id('milk'), p_clear => '{price}')$$, 'MS400', 'VALIDATION_ERROR',
    'a price cannot be cleared'
);
select throws_ok(
    $$select api.product_update(id('manager'), id('milk'), p_price => 0)$$, '23514', null, 'nothing is free'
);
select throws_ok($$select api.product_update(id('customer'), id('milk'), p_price => 1)$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.product_update(id('employee'), id('milk'), p_price => 1)$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.product_update(-1, id('milk'), p_price => 1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select e.old_value ->> 'price' || ' ' || (e.new_value ->> 'price')
        from audit.entries as e
        where e.entity_type = 'products'
            and e.entity_id = id('milk')
            and e.source = 'api.product_update'
            and e.actor_user_id = id('manager')
        order by e.audit_entry_id
        limit 1
    ),
    '6.50 7.10', 'a change of price is audited with before, after and actor'
);
select is((select price from store.products where product_id = id('bread')), 12.90, 'no other one is changed');

select * from finish();

rollback;
