begin;
\ir ../fixture.psql

select plan(16);

create function tap.similar(
    p_q text, p_category_id bigint default null, p_organic_only boolean default null, p_min_price numeric default null,
    p_max_price numeric default null
)
    returns text language sql stable
return (
    select string_agg(p.name, ', ' order by s.place)
    from unnest(
        store.products_similar(store.search_patterns(store.search_fold(p_q)), p_category_id, p_organic_only, p_min_price, p_max_price)
    ) with ordinality as s (product_id, place)
    join store.products as p on p.product_id = s.product_id
);

insert into store.products (category_id, name, sku, price, unit, is_organic)
values
    (id('dairy'), 'Yogurt', 'T-1', 7, 'unit', true),
    (id('dairy'), 'Yogurts to drink', 'T-2', 5, 'unit', false),
    (id('bakery'), 'Avocado', 'T-3', 5, 'unit', false),
    (id('bakery'), 'Salmon', 'T-4', 5, 'unit', false);

select is(similar('yogurtse'), 'Yogurts to drink, Yogurt', 'the most similar first');
select is(similar('samon'), 'Salmon', 'a letter that lacks');
select is(similar('avacado'), 'Avocado', 'another letter');
select is(similar('yogurtse', id('bakery')), null, 'of a category');
select is(similar('yogurtse', p_organic_only => true), 'Yogurt', 'organic ones');
select is(similar('yogurtse', p_min_price => 6), 'Yogurt', 'of a price and more');
select is(similar('yogurtse', p_max_price => 6), 'Yogurts to drink', 'of a price and less');
select is(similar('yogurtse dri'), 'Yogurts to drink', 'a short word has to be there');
select is(similar('mil'), null, 'short words alone are not looked for');
select is(similar(null), null, 'neither is nothing');
select is(similar('BAK-9'), null, 'a SKU that nothing has is not like another');
select is(similar('yogurtse t-1'), 'Yogurt', 'and has to be there beside a word');
select is(similar('yogurtse 1_'), null, 'so has what LIKE gives a meaning');
select is(similar('T-2 drinkk yogurtse'), 'Yogurts to drink', 'each of several words may be misspelt');

update store.products set is_active = false where sku = 'T-1';

select is(similar('yogurtse'), 'Yogurts to drink', 'inactive ones are left out');

update store.categories set is_active = false where name = 'dairy';

select is(similar('yogurtse'), null, 'so are those of inactive categories');

select * from finish();

rollback;
