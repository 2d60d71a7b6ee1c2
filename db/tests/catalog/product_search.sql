begin;
\ir ../fixture.psql

select plan(21);

create function tap.names(p_body json) returns text language sql stable
return (select string_agg(p ->> 'name', ', ') from json_array_elements(p_body -> 'data') as p);

select is(names(api.product_search()), 'bread, milk, rare cake', 'everything, by name');
select is(names(api.product_search('MIL')), 'milk', 'a part of a name, in any case');
select is(names(api.product_search('bak-1')), 'bread', 'a SKU');
select is(names(api.product_search('טרי חלב')), 'milk', 'Hebrew words of a description, in any order');
select is(names(api.product_search('milk bread')), null, 'every word has to be there');
select is(names(api.product_search('100%')), 'bread', 'a percent sign is a plain character');
select is(names(api.product_search('1_0')), null, 'so is an underscore');
select is(names(api.product_search('\')), null, 'and a backslash');
select is(names(api.product_search('   ')), 'bread, milk, rare cake', 'white space searches for nothing');
select is(names(api.product_search(p_category_id => id('bakery'))), 'bread, rare cake', 'one category');
select is(names(api.product_search(p_min_price => 10, p_max_price => 20)), 'bread', 'a range of prices');
select is(names(api.product_search(p_sort => 'price_desc')), 'rare cake, bread, milk', 'by price, the highest first');
select is(names(api.product_search(p_sort => 'price_asc', p_limit => 1, p_offset => 1)), 'bread', 'page by page');
select is(api.product_search(p_limit => 1) #>> '{pagination,total}', '3', 'the total counts all pages');
select is(api.product_search(p_offset => 100)::jsonb -> 'data', '[]', 'a page behind the end is empty');
update store.inventory set on_hand = 0 where product_id = id('milk') and branch_id = id('branch');
select is(
    names(api.product_search(p_in_stock => true, p_branch_id => id('branch'))), 'bread, rare cake', 'what a branch has'
);
select is(names(api.product_search(p_in_stock => false, p_branch_id => id('branch'))), 'milk', 'what it lacks');
select is(names(api.product_search(p_organic_only => true)), null, 'organic ones');
update store.products set is_active = false where product_id = id('bread');
select is(names(api.product_search()), 'milk, rare cake', 'inactive ones are not found');

update store.products set is_active = true where product_id = id('bread');

-- The statement is put together from the filters that are asked for: each set of them in each order, against one that asks all.
create temporary table questions as
select q, category_id, branch_id, in_stock, organic_only, min_price, max_price, sort
from unnest(array[null, 'a', 'e a']) as q
cross join unnest(array[null, id('bakery')]) as category_id
cross join unnest(array[null, id('branch')]) as branch_id
cross join unnest(array[null, true, false]) as in_stock
cross join unnest(array[null, true, false]) as organic_only
cross join unnest(array[null, 5.00]) as min_price
cross join unnest(array[null, 20.00]) as max_price
cross join unnest(array[null, 'relevance', 'price_asc', 'price_desc', 'name_asc', 'name_desc', 'newest']) as sort;

select is(count(*)::int, 3024, 'three words, two categories …, seven orders') from questions;

select is_empty(
    $$
    select *
    from questions as a
    where names(api.product_search(a.q, a.category_id, a.branch_id, a.in_stock, a.organic_only, a.min_price, a.max_price, a.sort))
        is distinct from (
            select string_agg(
                p.name,
                ', '
                order by
                    case when coalesce(a.sort, 'relevance') = 'relevance' then extensions.word_similarity(a.q, p.search_text) end desc,
                    case a.sort when 'price_asc' then p.price when 'price_desc' then -p.price end,
                    case when a.sort = 'name_desc' then p.name end desc,
                    case when a.sort = 'newest' then p.created_at end desc,
                    case when a.sort = 'name_asc' or a.sort is null and a.q is null then p.name end,
                    p.product_id
            )
            from store.products as p
            where (a.q is null or p.search_text ~ 'a' and (a.q <> 'e a' or p.search_text ~ 'e'))
                and (a.category_id is null or p.category_id = a.category_id)
                and (a.organic_only is not true or p.is_organic)
                and (a.min_price is null or p.price >= a.min_price)
                and (a.max_price is null or p.price <= a.max_price)
                and (a.in_stock is null or a.in_stock = exists (
                    select
                    from store.inventory as i
                    where i.product_id = p.product_id
                        and i.on_hand > i.reserved
                        and (a.branch_id is null or i.branch_id = a.branch_id)
                ))
        )
    $$,
    'each finds what a statement for all questions finds, in the same order'
);

select * from finish();

rollback;
