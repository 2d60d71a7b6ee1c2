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
grant execute on function store.search_fold to mami_dba;
