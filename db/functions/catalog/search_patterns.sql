create or replace function store.search_patterns(p_q text)
    returns text[]
    language plpgsql
    immutable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The words of a search as LIKE patterns, the longest first: the first one is what the trigram index is asked for. A word counts
-- once, and beyond the eight longest not at all: what a search costs must not grow with what somebody types.
-- %, _ and \ of the input are plain characters.
-- Callers: api.product_search, api.product_autocomplete, api.product_admin_list, api.user_list, audit.entities_named
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select array_agg('%' || regexp_replace(w.word, '([\\%_])', '\\\1', 'g') || '%' order by length(w.word) desc, w.word)
        from (
            select d.word
            from (
                select distinct r.word from regexp_split_to_table(lower(p_q), '\s+') as r (word) where r.word <> ''
            ) as d
            order by length(d.word) desc, d.word
            limit 8
        ) as w
    );
end;
$$;

comment on function store.search_patterns is 'The words of a search as LIKE patterns.';
revoke all on function store.search_patterns from public;
