create or replace function store.products_similar(
    p_patterns text[],
    p_category_id bigint default null,
    p_organic_only boolean default null,
    p_min_price numeric default null,
    p_max_price numeric default null
)
    returns bigint[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
    set enable_seqscan = off
    set enable_indexscan = off
    set jit = off
as $$
-- For a search that found nothing: products that can be bought and have every word, or one that is spelt alike, the most similar first.
-- p_patterns is what search_patterns made; words of less than four letters have too little in them to be similar, and those with digits
-- mean what they say.
-- The similarity of one row costs as much as a dozen rows of a search, so 200 are looked at and no more; without the index for
-- words, which the planner would leave for so few rows, it would be that of all products.
-- (Plans that are switched off look so dear that PostgreSQL would compile them.)
-- Callers: api.product_search, api.product_autocomplete
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    -- Null for a word that has to be there.
    v_words text[] := array(
        select case when w.pattern ~ '^%[[:alpha:]-]{4,}%$' then btrim(w.pattern, '%') end
        from unnest(p_patterns) with ordinality as w (pattern, place)
        order by w.place
    );
begin
    if not exists (select from unnest(v_words) as w (word) where w.word is not null) then
        return array[]::bigint[];
    end if;

    -- Between avacado (0.45) or samon (0.44), and what nonsense comes to (asdf 0.40). Only a superuser could write it into the function's
    -- head, before the module is loaded.
    perform set_config('pg_trgm.word_similarity_threshold', '0.43', true);

    return array(
        select f.product_id
        from (
            select
                p.product_id,
                p.name,
                (select sum(extensions.word_similarity(w.word, p.search_text)) from unnest(v_words) as w (word)) as likeness
            from store.products as p
            where (p.search_text like p_patterns[1] or v_words[1] operator(extensions.<%) p.search_text)
                and not exists (
                    select
                    from unnest(p_patterns[2 :], v_words[2 :]) as w (pattern, word)
                    where p.search_text not like w.pattern
                        and (w.word is null or not w.word operator(extensions.<%) p.search_text)
                )
                and p.is_active
                and p.category_id <> all (array(select k.category_id from store.categories as k where not k.is_active))
                and (p_category_id is null or p.category_id = p_category_id)
                and (p_organic_only is not true or p.is_organic)
                and (p_min_price is null or p.price >= p_min_price)
                and (p_max_price is null or p.price <= p_max_price)
            limit 200
        ) as f
        order by f.likeness desc, f.name collate store.names, f.product_id
    );
end;
$$;

comment on function store.products_similar is 'Products that have words spelt alike.';
revoke all on function store.products_similar from public;
