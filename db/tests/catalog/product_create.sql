begin;
\ir ../fixture.psql

select plan(16);

create temporary table answer on commit drop as
select api.product_create(
    id('manager'), ' Oat  milk', ' oat-1 ', id('dairy'), 9.90, '1 L', p_old_price => 12, p_description => 'of oats',
    p_nutritional_info => '{"energy_kcal": 45}', p_is_organic => true, p_bin_location => 'A-1', p_image_url => '/oat.webp',
    p_is_featured => true, p_vat_class => 'ZERO'
)::jsonb -> 'data' as product;

select is(
    (select product - '{id,created_at,updated_at}'::text[] from answer),
    jsonb_build_object(
        'name', 'Oat milk', 'sku', 'oat-1', 'price', '9.90', 'old_price', '12.00', 'unit', '1 L', 'description', 'of oats',
        'nutritional_info', '{"energy_kcal": 45}'::jsonb, 'is_organic', true, 'bin_location', 'A-1', 'image_url', '/oat.webp',
        'category_id', id('dairy'), 'category_name', 'dairy', 'is_active', true, 'in_stock_anywhere', false,
        'available_quantity', 0, 'vat_class', 'ZERO', 'is_featured', true
    ),
    'it is made as it is told, without stock'
);
select is(
    (api.product_create(id('manager'), 'plain', 'PLAIN', id('dairy'), 1, 'unit')::jsonb -> 'data')
        - '{id,created_at,updated_at,name,sku,price,unit,category_id,category_name}'::text[],
    '{
        "old_price": null, "description": null, "nutritional_info": null, "is_organic": false, "bin_location": null,
        "image_url": null, "is_active": true, "in_stock_anywhere": false, "available_quantity": 0, "vat_class": "STANDARD",
        "is_featured": false
    }'::jsonb,
    'with defaults for the rest: VAT at the standard rate'
);
select lives_ok(
    $$select api.product_create(id('manager'), 'milk', 'DAI-9', id('dairy'), 1, 'unit', p_is_active => false)$$,
    'two products may have one name'
);

-- refusals
select throws_ok(
    $$select api.product_create(id('manager'), 'x', 'dai-1', id('dairy'), 1, 'unit')$$, 'MS409', 'DUPLICATE',
    'the same SKU in small letters is a duplicate'
);
update store.products set is_active = false where sku = 'DAI-1';
select throws_ok(
    $$select api.product_create(id('manager'), 'x', 'DAI-1', id('dairy'), 1, 'unit')$$, 'MS409', 'DUPLICATE',
    'also that of an inactive product'
);
select is(
    details($$select api.product_create(id('manager'), 'x', 'DAI-1', id('dairy'), 1, 'unit')$$), '{"field": "sku"}',
    'which names the field'
);
select throws_ok(
    $$select api.product_create(id('manager'), 'x', 'X', -1, 1, 'unit')$$, 'MS404', 'CATEGORY_NOT_FOUND',
    'an unknown category is not found'
);
select throws_ok(
    $$select api.product_create(id('manager'), 'x', 'X', id('dairy'), 0, 'unit')$$, '23514', null, 'nothing is free'
);
select throws_ok(
    $$select api.product_create(id('manager'), 'x', 'X', id('dairy'), 100000, 'unit')$$, '23514', null, 'or costs a fortune'
);
select throws_ok(
    $$select api.product_create(id('manager'), 'x', 'X', id('dairy'), 1, 'unit', p_image_url => 'javascript:alert(1)')$$,
    '23514', null, 'a picture is no script'
);
select throws_ok(
    $$select api.product_create(id('manager'), 'x', 'X', id('dairy'), 1, 'unit', p_nutritional_info => '[1]')$$,
    '23514', null, 'what is in it is an object'
);
select throws_ok($$select api.product_create(id('customer'), 'x', 'X', id('dairy'), 1, 'unit')$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.product_create(id('employee'), 'x', 'X', id('dairy'), 1, 'unit')$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.product_create(-1, 'x', 'X', id('dairy'), 1, 'unit')$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select e.new_value ->> 'vat_class'
        from audit.entries as e
        where e.entity_type = 'products'
            and e.entity_id = (select (product ->> 'id')::bigint from answer)
            and e.action = 'INSERT'
            and e.source = 'api.product_create'
            and e.actor_user_id = id('manager')
    ),
    'ZERO', 'it is audited with its actor'
);
select is(
    (select count(*) from store.inventory where product_id = (select (product ->> 'id')::bigint from answer)), 0::bigint,
    'no branch has it yet'
);

select * from finish();

rollback;
