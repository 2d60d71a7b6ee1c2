create or replace function store.search_words_learn()
    returns trigger
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Keeps the words of a new or changed product, so that who misspells one is understood. Words of products that are gone stay: they find
-- nothing.
-- Callers: the trigger of store.products
-- Errors:  none
-- Locks:   none but of new words, in their order: who brings the same one waits for the first to end
-- Writes:  store.search_words
begin
    insert into store.search_words (written)
    select w.written
    from store.search_words_of(new.search_text) as w (written)
    where not exists (select from store.search_words as s where s.written = w.written)
    order by w.written
    on conflict on constraint search_words_pkey do nothing;

    return null;
end;
$$;

comment on function store.search_words_learn is 'Trigger: keeps the words of products for those who misspell them.';
revoke all on function store.search_words_learn from public;
