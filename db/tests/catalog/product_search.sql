begin;
\ir ../fixture.psql

select plan(19);

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

select * from finish();

rollback;
