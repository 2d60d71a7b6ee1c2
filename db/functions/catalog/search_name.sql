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
grant execute on function store.search_name to mami_dba;
