-- What a search compares, folded: without accents, niqqud, gershayim and final letters. search_text is made anew under its old name, so
-- that functions of the former release go on finding most of what they look for; search_name is the name as words, for the order of relevance.
-- Two functions stand here, too, as the columns are made with them; their files in db/functions hold the same.
-- Names are sorted as people sort them. The indexes follow in 0023.
-- migrator: allow function-in-migration: the columns are made with it, and migrations come before functions
-- migrator: allow add-column-rewrite: 50,000 products take seconds; no shop has opened yet
-- migrator: allow drop-column: it is made anew in the same transaction

create collation store.names (provider = icu, locale = 'und');
comment on collation store.names is 'Names as people sort them, in all languages: apple, Banana, éclair.';

create or replace function store.search_fold(p_text text)
    returns text
    language plpgsql
    immutable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- A text as a search compares it: what people leave out, or type in another way, is the same. In lower case; letters without accents
-- and niqqud; the five final letters of Hebrew as the others; maqaf and dashes as hyphens; without geresh, gershayim, apostrophes and
-- quotation marks in all their spellings, marks of direction and what has no width; each blank one space.
-- Two columns of store.products are made with it. Another text here needs a migration that makes them again.
-- Callers: api.product_search, api.product_autocomplete, api.product_admin_list, audit.entities_named, store.search_name, store.products
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return translate(
        regexp_replace(
            -- Compatible characters are taken apart first, so that an accent is a character of its own, and each kind of blank a space.
            -- The acute accent would become one, and stands for an apostrophe.
            lower(normalize(translate(p_text, '´', ''''), nfkd)),
            '[''"`‘’‚‛“”„‟′‵ʹʺʻʼʽˈ׳״'
                '\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u061c\u1ab0-\u1aff\u1dc0-\u1dff'
                '\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]+',
            '',
            'g'
        ),
        'ךםןףץøłđı־‐‑‒–—−' || chr(9) || chr(10) || chr(11) || chr(12) || chr(13),
        'כמנפצoldi-------     '
    );
end;
$$;

comment on function store.search_fold is 'A text as a search compares it.';
revoke all on function store.search_fold from public;

create or replace function store.search_name(p_text text)
    returns text
    language plpgsql
    immutable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The words of a folded text, a space before each: what the order of relevance compares. Words are letters and digits, so that in
-- rolls/buns a word begins with each of the two.
-- store.products has a column that is made with it, as with search_fold.
-- Callers: api.product_search, api.product_autocomplete, store.products
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return rtrim(regexp_replace(' ' || store.search_fold(p_text), '[^[:alnum:]]+', ' ', 'g'));
end;
$$;

comment on function store.search_name is 'The words of a text as a search compares them.';
revoke all on function store.search_name from public;

alter table store.products drop column search_text;

alter table store.products
    -- With a blank before it, so that the first word begins as the others do.
    add column search_text text not null generated always as (
        store.search_fold(' ' || name || ' ' || sku || ' ' || coalesce(description, ''))
    ) stored,
    add column search_name text not null generated always as (store.search_name(name)) stored;

comment on column store.products.search_text is 'What a search looks through: name, SKU, description, folded.';
comment on column store.products.search_name is 'The words of the name, folded: what the order of relevance compares.';
