begin;
\ir ../fixture.psql

select plan(17);

create function tap.names(p_q text, p_limit integer default 10) returns text language sql stable
return (
    select string_agg(p.value ->> 'name', ', ' order by p.ordinality)
    from json_array_elements(api.product_autocomplete(p_q, p_limit) -> 'data') with ordinality as p
);

select is(
    api.product_autocomplete('r')::jsonb -> 'data' -> 0, jsonb_build_object('id', id('rare cake'), 'name', 'rare cake'),
    'a name that begins with it comes first'
);
select is(names('r'), 'rare cake, bread', 'then words that begin with it, in the description, too; then what contains it');
select is(names('r', 1), 'rare cake', 'not more than the limit');
select is(names('r', 2), 'rare cake, bread', 'also where one look does not fill it');
select is(names('%'), 'bread', 'a percent sign is a plain character');
select is(names('_'), null, 'so is an underscore');

insert into store.products (category_id, name, sku, price, unit)
values
    (id('dairy'), 'milk chocolate', 'A-1', 5, 'unit'),
    (id('dairy'), 'chocolate milk', 'A-2', 5, 'unit'),
    (id('dairy'), 'buttermilk', 'A-3', 5, 'unit'),
    (id('dairy'), 'יוֹגוּרְט מג״ש', 'A-4', 5, 'unit'),
    (id('bakery'), 'rolls/buns', 'A-5', 5, 'unit');

select is(names('mil'), 'milk, milk chocolate, chocolate milk, buttermilk', 'names, words, anywhere');
select is(names('MILK  '), 'milk, milk chocolate, chocolate milk, buttermilk', 'in any case, with blanks behind');
select is(names('mil', 3), 'milk, milk chocolate, chocolate milk', 'the first looks are enough for a small limit');
select is(names('milk cho'), 'milk chocolate, chocolate milk', 'several words, half-typed, in any order');
select is(names('buns'), 'rolls/buns', 'a word behind a stroke');
select is(names('יוגורט מג"'), 'יוֹגוּרְט מג״ש', 'Hebrew, however it is written');
select is(names('chocolat milc'), 'chocolate milk, milk chocolate', 'misspelt: what is similar');
select is(names('qqqqq'), null, 'nonsense finds nothing');
select is(names('xyz'), null, 'and short words are not taken for misspelt');
select is(names(''), null, 'nothing asks for nothing');

update store.categories set is_active = false where category_id = id('dairy');

select is(names('mil'), null, 'what cannot be bought is not offered');

select * from finish();

rollback;
