begin;
\ir ../fixture.psql

select plan(3);

select is(
    (select store.product_json(p, null)::jsonb from store.products as p where p.product_id = id('milk')),
    jsonb_build_object(
        'id', id('milk'), 'name', 'milk', 'sku', 'DAI-1', 'price', '6.50', 'old_price', null, 'unit', '1 L',
        'description', 'חלב טרי', 'nutritional_info', null, 'is_organic', false, 'bin_location', null, 'image_url', null,
        'category_id', id('dairy'), 'category_name', 'dairy', 'is_active', true, 'in_stock_anywhere', true,
        'in_stock_for_branch', null, 'available_quantity', 20, 'branch_available_quantity', null
    ),
    'without a branch, the branch''s figures are null'
);
select is(
    (select store.product_json(p, id('branch')) ->> 'branch_available_quantity' from store.products as p where p.product_id = id('milk')),
    '10', 'with one, they are its own'
);
select is(
    (select store.product_json(p, -1) ->> 'in_stock_for_branch' from store.products as p where p.product_id = id('milk')),
    'false', 'a branch that does not keep the product has none'
);

select * from finish();

rollback;
