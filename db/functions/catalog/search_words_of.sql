create or replace function store.search_words_of(p_text text)
    returns setof text
    language plpgsql
    immutable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The words of a folded text that somebody may misspell: those of three letters and more, and two that stand side by side, as some write
-- them as one (icecream). What has a digit is a number of something, and no word.
-- Callers: store.search_words_learn
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
    select distinct w.written
    from (
        select
            r.word,
            lead(r.word) over (order by r.place) as next
        from regexp_split_to_table(p_text, '[^[:alnum:]]') with ordinality as r (word, place)
    ) as p
    cross join lateral (
        values
            (case when p.word ~ '^[[:alpha:]]{3,40}$' then p.word end),
            (case when p.word ~ '^[[:alpha:]]{2,40}$' and p.next ~ '^[[:alpha:]]{2,40}$' then p.word || ' ' || p.next end)
    ) as w (written)
    where w.written is not null;
end;
$$;

comment on function store.search_words_of is 'The words of a folded text that somebody may misspell.';
revoke all on function store.search_words_of from public;
