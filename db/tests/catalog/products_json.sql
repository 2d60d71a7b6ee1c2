begin;
\ir ../fixture.psql

select plan(9);

select is(
    (store.products_json(array[id('milk')], null))[1]::jsonb,
    jsonb_build_object(
        'id', id('milk'), 'name', 'milk', 'sku', 'DAI-1', 'price', '6.50', 'old_price', null, 'unit', '1 L',
        'description', 'חלב טרי', 'nutritional_info', null, 'is_organic', false, 'bin_location', null, 'image_url', null,
        'category_id', id('dairy'), 'category_name', 'dairy', 'is_active', true, 'in_stock_anywhere', true,
        'in_stock_for_branch', null, 'available_quantity', 20, 'branch_available_quantity', null
    ),
    'without a branch, the branch''s figures are null'
);
select is(
    (store.products_json(array[id('milk')], id('branch')))[1] ->> 'branch_available_quantity',
    '10', 'with one, they are its own'
);
select is(
    (store.products_json(array[id('milk')], -1))[1] ->> 'in_stock_for_branch',
    'false', 'a branch that does not keep the product has none'
);

select is(
    (
        select array_agg(p ->> 'name' order by place)
        from unnest(store.products_json(array[id('rare cake'), id('milk'), id('bread')], null)) with ordinality as u (p, place)
    ),
    '{rare cake,milk,bread}', 'a page keeps the order of its ids'
);
select is(cardinality(store.products_json('{}', null)), 0, 'no ids, no products');
delete from store.inventory_movements where product_id = id('bread');
delete from store.inventory where product_id = id('bread');
select is(
    (store.products_json(array[id('bread')], id('branch')))[1]::jsonb
        @> '{"available_quantity": 0, "in_stock_anywhere": false, "branch_available_quantity": 0, "in_stock_for_branch": false}',
    true, 'a product that no branch keeps is shown with none'
);
update store.branches set is_active = false where branch_id = id('branch');
select is(
    (store.products_json(array[id('milk')], id('branch')))[1]::jsonb @> '{"available_quantity": 10, "branch_available_quantity": 0}',
    true, 'a branch that is closed has nothing'
);
update store.categories set is_active = false where category_id = id('dairy');
select is(cardinality(store.products_json(array[id('milk')], null)), 0, 'what is in an inactive category is left out');
update store.products set is_active = false where product_id = id('bread');
select is(
    (store.products_json(array[id('bread'), id('rare cake')], null))[1] ->> 'name', 'rare cake', 'so is an inactive product'
);

select * from finish();

rollback;
