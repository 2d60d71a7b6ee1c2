begin;
\ir ../fixture.psql

select plan(4);

update store.products set is_active = false, vat_class = 'ZERO' where product_id = id('milk');
update store.categories set is_active = false where category_id = id('dairy');
update store.branches set is_active = false where branch_id = id('branch');

select is(
    (store.products_admin_json(array[id('milk')]))[1]::jsonb - '{created_at,updated_at}'::text[],
    jsonb_build_object(
        'id', id('milk'), 'name', 'milk', 'sku', 'DAI-1', 'price', '6.50', 'old_price', null, 'unit', '1 L', 'description',
        'חלב טרי', 'nutritional_info', null, 'is_organic', false, 'bin_location', null, 'image_url', null, 'category_id',
        id('dairy'), 'category_name', 'dairy', 'is_active', false, 'in_stock_anywhere', true, 'available_quantity', 10,
        'vat_class', 'ZERO', 'is_featured', false
    ),
    'all of a product, an inactive one of an inactive category too, with the stock of the branches that are open'
);
select is(
    (
        select string_agg(j ->> 'name', ' ' order by place)
        from unnest(store.products_admin_json(array[id('bread'), id('milk')])) with ordinality as u (j, place)
    ),
    'bread milk', 'in the order of the ids'
);
select is(cardinality(store.products_admin_json('{-1}')), 0, 'what is not there is left out');
update store.inventory set on_hand = 0, reserved = 0;
select is((store.products_admin_json(array[id('milk')]))[1] ->> 'in_stock_anywhere', 'false', 'stock is today''s');

select * from finish();

rollback;
