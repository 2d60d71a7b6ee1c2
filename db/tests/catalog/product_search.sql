begin;
\ir ../fixture.psql

select plan(55);

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
                    case
                        when a.q is not null and coalesce(a.sort, 'relevance') = 'relevance' then
                            case when p.name ~ 'a' and (a.q <> 'e a' or p.name ~ 'e') then 0 else 1000 end + length(p.name)
                    end,
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

-- The same with so many that pages are read in the order of an index, with equal prices, days and names' lengths, a branch that is closed,
-- a category that is hidden, goods that are sold no more.
delete from store.inventory_movements;
delete from store.inventory;
delete from store.products;
insert into store.branches (name, address, is_active) values ('closed', 'Street 9', false);
insert into store.categories (name, is_active) values ('hidden', false);
insert into store.products (category_id, name, sku, price, unit, is_organic, is_active, description, created_at)
select
    (select c.category_id from store.categories as c where c.name = (array['dairy', 'bakery', 'dairy', 'hidden'])[1 + n % 4]),
    (array['milk', 'Milk', 'oat milk', 'bread', 'milkshake', 'butter', 'Buttermilk'])[1 + n % 7] || case when n % 3 = 0 then ' ' || n % 50 else '' end,
    'N-' || n,
    1 + n % 11,
    'unit',
    n % 5 = 0,
    n % 13 <> 0,
    case when n % 6 = 0 then 'made of milk' end,
    now() - n % 9 * interval '1 day'
from generate_series(1, 3000) as n;
insert into store.inventory (branch_id, product_id, on_hand, reserved)
select b.branch_id, p.product_id, p.product_id % 4, case when p.product_id % 3 = 0 then p.product_id % 4 else 0 end
from store.branches as b
cross join store.products as p
where (p.product_id + b.branch_id) % 5 <> 0;

create temporary table many as
select q, category_id, branch_id, in_stock, sort, page
from unnest(array[null, 'milk', 'milk 1']) as q
cross join unnest(array[null, id('dairy')]) as category_id
cross join (
    select null
    union all
    select b.branch_id from store.branches as b where b.branch_id = id('branch') or not b.is_active
) as b (branch_id)
cross join unnest(array[null, true, false]) as in_stock
cross join unnest(array['relevance', 'price_asc', 'price_desc', 'name_asc', 'name_desc', 'newest']) as sort
cross join unnest(array[0, 990]) as page
where sort <> 'relevance' or q is not null;

create function tap.asked(a many) returns json language sql stable
return api.product_search(
    a.q, a.category_id, a.branch_id, a.in_stock, p_sort => a.sort, p_limit => 20, p_offset => a.page
);

-- What the order of relevance calls a word begins behind a blank.
create function tap.rank(p_name text, p_q text) returns integer language sql immutable
return case
    when p_name = ' ' || p_q then 0
    when starts_with(p_name, ' ' || p_q) then 1
    when (select bool_and(strpos(p_name, ' ' || w) > 0) from string_to_table(p_q, ' ') as w) then 2
    when (select bool_and(strpos(p_name, w) > 0) from string_to_table(p_q, ' ') as w) then 3
    else 4
end;

select is_empty(
    $$
    select a.*, r.ids, s.answer -> 'pagination'
    from many as a
    cross join lateral (select asked(a) as answer offset 0) as s
    cross join lateral (
        select
            array_agg(f.product_id order by f.place) filter (where f.place > a.page and f.place <= a.page + 20) as ids,
            count(*) as total
        from (
            select
                p.product_id,
                row_number() over (
                    order by
                        case when a.sort = 'relevance' then rank(p.search_name, a.q) end,
                        case when a.sort = 'relevance' then length(p.search_name) end,
                        case a.sort when 'price_asc' then p.price when 'price_desc' then -p.price end,
                        case when a.sort = 'newest' then p.created_at end desc,
                        case when a.sort = 'name_desc' then p.name end collate store.names desc,
                        case when a.sort in ('name_asc', 'relevance') then p.name end collate store.names,
                        p.product_id
                ) as place
            from store.products as p
            join store.categories as c on c.category_id = p.category_id
            where p.is_active
                and c.is_active
                and (a.q is null or (select bool_and(strpos(p.search_text, w) > 0) from string_to_table(a.q, ' ') as w))
                and (a.category_id is null or p.category_id = a.category_id)
                and (a.in_stock is null or a.in_stock = exists (
                    select
                    from store.inventory as i
                    join store.branches as b on b.branch_id = i.branch_id
                    where i.product_id = p.product_id
                        and i.on_hand > i.reserved
                        and b.is_active
                        and (a.branch_id is null or i.branch_id = a.branch_id)
                ))
        ) as f
    ) as r
    where r.total <> (s.answer #>> '{pagination,total}')::bigint
        or r.ids is distinct from (
            select array_agg((p.row ->> 'id')::bigint order by p.place)
            from json_array_elements(s.answer -> 'data') with ordinality as p (row, place)
        )
    limit 3
    $$,
    'pages and totals of thousands, too'
);
select is(count(*)::integer, 612, 'each word, category, branch, order …') from many;

-- What shoppers type.
delete from store.inventory;
delete from store.products;
insert into store.products (category_id, name, sku, price, unit, description)
values
    (id('dairy'), 'Whole Milk', 'P-1', 5, 'unit', null),
    (id('dairy'), 'milk', 'P-2', 9, 'unit', null),
    (id('dairy'), 'Milk chocolate', 'P-3', 7, 'unit', null),
    (id('dairy'), 'Milkshake', 'P-4', 7, 'unit', null),
    (id('dairy'), 'buttermilk', 'P-5', 4, 'unit', null),
    (id('dairy'), 'cream', 'P-6', 8, 'unit', 'made of milk'),
    (id('dairy'), 'soap', 'MILK-7', 3, 'unit', null);

select is(
    names(api.product_search('milk')),
    'milk, Milkshake, Milk chocolate, Whole Milk, buttermilk, soap, cream',
    'the name itself, names that begin with it, words that do, names that contain it, SKU or description; the shorter name first'
);
select is(
    names(api.product_search('MILK', p_sort => 'price_asc')),
    'soap, buttermilk, Whole Milk, Milk chocolate, Milkshake, cream, milk',
    'another order if it is asked for, ties by id'
);
select is(names(api.product_search('chocolate milk')), 'Milk chocolate', 'words in another order');
select is(names(api.product_search('mil cho')), 'Milk chocolate', 'beginnings of words');
select is(names(api.product_search('milk', p_limit => 2, p_offset => 1)), 'Milkshake, Milk chocolate', 'page by page');

-- Names as people sort them.
delete from store.products;
insert into store.products (category_id, name, sku, price, unit)
select id('dairy'), n.name, 'P-' || n.place, 5, 'unit'
from unnest('{Banana,éclair,apple,תפוח,avocado,Éclair,zucchini,אבוקדו,apple 10,apple 2}'::text[]) with ordinality as n (name, place);

select is(
    names(api.product_search()),
    'apple, apple 10, apple 2, avocado, Banana, éclair, Éclair, zucchini, אבוקדו, תפוח',
    'names are sorted as people sort them'
);
select is(
    names(api.product_search(p_sort => 'name_desc')),
    'תפוח, אבוקדו, zucchini, Éclair, éclair, Banana, avocado, apple 2, apple 10, apple',
    'from behind, too'
);
select is(names(api.product_search('eclair')), 'éclair, Éclair', 'accents need not be typed');
select is(names(api.product_search('ÀPPLÉ 2')), 'apple 2', 'and may be');

-- Hebrew.
delete from store.products;
insert into store.products (category_id, name, sku, price, unit)
values
    (id('dairy'), 'חָלָב טָרִי', 'H-1', 5, 'unit'),
    (id('dairy'), 'מג״ש פירות', 'H-2', 5, 'unit'),
    (id('dairy'), 'לחם', 'H-3', 5, 'unit'),
    (id('dairy'), 'לחמניה', 'H-4', 5, 'unit'),
    (id('dairy'), 'ג''ינג''ר', 'H-5', 5, 'unit'),
    (id('dairy'), E'תה\u200f\u00a0ירוק', 'H-6', 5, 'unit'),
    (id('dairy'), 'יוגורט', 'H-7', 5, 'unit');

select is(names(api.product_search('חלב טרי')), 'חָלָב טָרִי', 'Hebrew with niqqud is found without');
select is(names(api.product_search('לֶחֶם')), 'לחם, לחמניה', 'and without niqqud by who types it; a final letter is found where it is none');
select is(names(api.product_search('לחמ')), 'לחם, לחמניה', 'and one that is none where it is final');
select is(
    array(
        select distinct names(api.product_search('מג' || spelling || 'ש'))
        from unnest('{"",״,"\"",”,“,„,''}'::text[]) as spelling
    ),
    array['מג״ש פירות'],
    'gershayim in every spelling, and left out'
);
select is(
    array(
        select distinct names(api.product_search('ג' || spelling || 'ינג' || spelling || 'ר'))
        from unnest('{"",׳,'',’,‘}'::text[]) as spelling
    ),
    array['ג''ינג''ר'],
    'geresh in every spelling, and left out'
);
select is(names(api.product_search('תה ירוק')), E'תה\u200f\u00a0ירוק', 'marks of direction and hard blanks of a name');
select is(
    names(api.product_search(E'\u202bי\u200bוגורט\u202c\u00a0')), 'יוגורט', 'marks of direction, zero width and hard blanks of a question'
);
select is(names(api.product_search('״')), names(api.product_search()), 'who asks for a mark that does not count asks for nothing');

-- Misspelt.
delete from store.products;
insert into store.products (category_id, name, sku, price, unit, is_organic)
values
    (id('dairy'), 'Natural yogurt', 'T-1', 5, 'unit', false),
    (id('dairy'), 'Yogurt', 'T-2', 7, 'unit', true),
    (id('bakery'), 'Bananas', 'T-3', 5, 'unit', false),
    (id('bakery'), 'Cherry tomatoes', 'T-4', 5, 'unit', false),
    (id('bakery'), 'Tomato paste', 'T-5', 6, 'unit', false),
    (id('dairy'), 'חלב', 'T-6', 5, 'unit', false);

select is(names(api.product_search('yoghurt')), 'Natural yogurt, Yogurt', 'a misspelt word finds what is similar; what is as similar by name');
select is(names(api.product_search('natural yoghurt')), 'Natural yogurt', 'each word has to be there, or a similar one');
select is(names(api.product_search('bananna')), 'Bananas', 'a letter too many');
select is(names(api.product_search('tomatos')), 'Cherry tomatoes, Tomato paste', 'a letter that lacks, the most similar first');
select is(names(api.product_search('חלבב')), 'חלב', 'in Hebrew, too');
select is(names(api.product_search('tomatos', p_sort => 'price_desc')), 'Tomato paste, Cherry tomatoes', 'in the order that is asked for');
select is(names(api.product_search('yoghurt', p_organic_only => true)), 'Yogurt', 'with all else that is asked for');
select is(api.product_search('yoghurt', p_limit => 1) #>> '{pagination,total}', '2', 'with the total of what is similar');
select is(names(api.product_search('yoghurt', p_limit => 1, p_offset => 1)), 'Yogurt', 'page by page');
select is(names(api.product_search('yogurt')), 'Yogurt, Natural yogurt', 'what is spelt right finds only what has it');
select is(names(api.product_search('qqqqq')), null, 'nonsense finds nothing');
select is(names(api.product_search('yogurt qqqqq')), null, 'also beside a word that is there');
select is(names(api.product_search('yog x')), null, 'a word of less than four letters is not taken for misspelt');

insert into store.products (category_id, name, sku, price, unit)
select id('dairy'), 'Yogurt ' || n, 'Y-' || n, 5, 'unit' from generate_series(1, 250) as n;

select is(api.product_search('yoghurt') #>> '{pagination,total}', '200', 'not more than 200 similar ones are looked at');
select is(api.product_search('yogurt') #>> '{pagination,total}', '252', 'while those that have the word are all counted');

select * from finish();

rollback;
