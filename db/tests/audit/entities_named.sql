begin;
\ir ../fixture.psql

select plan(14);

insert into fixture select 'order', ordered('customer');

create function tap.named(p_type text, p_name text) returns text
    language sql stable
begin atomic
    select string_agg(f.name, ', ' order by f.name)
    from audit.entities_named(p_type, p_name) as n
    join fixture as f on f.id = n.entity_id
        and f.name in ('milk', 'rare cake', 'bread', 'customer', 'other', 'warehouse', 'branch', 'dairy', 'order')
        and n.entity_type = case
            when f.name in ('milk', 'rare cake', 'bread') then 'products'
            when f.name in ('customer', 'other') then 'users'
            when f.name in ('warehouse', 'branch') then 'branches'
            when f.name = 'dairy' then 'categories'
            else 'orders'
        end;
end;

select is(named(null, 'MILK'), 'milk', 'a product, by a word of its name');
select is(named(null, 'rare bak'), 'rare cake', 'or by its name and SKU');
select is(named(null, 'rye'), null, 'but not by its description');
select is(named(null, 'customer@'), 'customer', 'a user, by e-mail');
select is(named(null, 'ware'), 'warehouse', 'a branch');
select is(named(null, 'dairy'), 'dairy', 'a category');
select is(
    named('orders', (select lower(o.order_number) from store.orders as o where o.order_id = id('order'))), 'order', 'an order, by its number'
);
select is(named('users', 'milk'), null, 'of a type if one is asked for');
select is(
    (select count(*) from audit.entities_named('inventory', 'milk') as n join store.inventory as i on i.inventory_id = n.entity_id
        where i.product_id = id('milk')),
    2::bigint, 'the stock of a product has its name'
);
update store.products set name = 'לֶחֶם מג״ש' where product_id = id('bread');
update store.categories set name = 'Crèmes' where category_id = id('dairy');
select is(named(null, 'לחם מגש'), 'bread', 'Hebrew, however it is written');
select is(named('products', 'מג"ש לחמ'), 'bread', 'on both sides');
select is(named(null, 'creme'), 'dairy', 'and without accents');
select is(named(null, '%'), null, 'a percent sign is one');
select is(named(null, ' '), null, 'and nothing is nothing''s name');

select * from finish();

rollback;
