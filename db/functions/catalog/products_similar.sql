-- migrator: allow dynamic-sql: put together from places of words alone; every value is a parameter
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
    set jit = off
    set enable_seqscan = off
    set enable_indexscan = off
as $$
-- For a search that found nothing: products that can be bought and have every word, or one that is spelt alike, the most similar first.
-- p_patterns is what search_patterns made; words of less than four letters have too little in them to be similar, and those with digits
-- mean what they say.
-- What is spelt alike is looked for among the words of the shop, which are a few thousand, and then the products that have them: the
-- similarity of one product's text costs as much as a dozen rows of a search. Of words the eight most similar count, and 200 products
-- are looked at, as what a search costs must not grow with what somebody types.
-- Without the index for words, which the planner would leave for so few rows, it would be all products that are looked at. (Plans that
-- are switched off look so dear that PostgreSQL would compile them.)
-- Callers: api.product_search, api.product_autocomplete
-- Errors:  none
-- Locks:   none
-- Writes:  none
-- @plpgsql_check_options: security_warnings = false
declare
    v_word text;
    v_places integer[] := array[]::integer[];
    v_likes text[] := array[]::text[];
    v_wholes text[] := array[]::text[];
    v_likeness real[] := array[]::real[];
    v_conditions text := '';
    v_first integer;
    v_ids bigint[];
begin
    -- Between avacado (0.45) or samon (0.44), and what nonsense comes to (asdf 0.40). Only a superuser could write it into the function's
    -- head, before the module is loaded. Two words written as one are alike as a whole, or everything would be that begins with the first.
    perform
        set_config('pg_trgm.word_similarity_threshold', '0.43', true),
        set_config('pg_trgm.similarity_threshold', '0.5', true);

    -- A loop, as each word has a list of its own; there are eight at most.
    for v_place in 1..coalesce(cardinality(p_patterns), 0) loop
        v_first := cardinality(v_likes) + 1;
        v_word := substring(p_patterns[v_place] from '^%([[:alpha:]-]{4,})%$');

        if v_word is not null then
            with alike as (
                select s.written, extensions.word_similarity(v_word, s.word) as likeness
                from store.search_words as s
                where strpos(s.written, ' ') = 0
                    and v_word operator(extensions.<%) s.word
                union all
                select s.written, extensions.similarity(v_word, s.word)
                from store.search_words as s
                where strpos(s.written, ' ') > 0
                    and v_word operator(extensions.%) s.word
            )

            select
                v_likes || array_agg('%' || replace(n.written, ' ', '_') || '%'),
                v_wholes || array_agg('\m' || replace(n.written, ' ', '[^[:alnum:]]') || '\M'),
                v_likeness || array_agg(n.likeness)
            into v_likes, v_wholes, v_likeness
            from (
                select a.written, a.likeness
                from alike as a
                -- Two words are not needed where one of them does.
                where not exists (
                    select
                    from alike as one
                    where one.written = any (string_to_array(a.written, ' '))
                        and one.written <> a.written
                        and one.likeness >= a.likeness
                )
                order by a.likeness desc, a.written
                limit 8
            ) as n;
        end if;

        -- And what has it within another word.
        v_likes := v_likes || p_patterns[v_place];
        v_wholes := v_wholes || ''::text;
        v_likeness := v_likeness || 0.4::real;
        v_places := v_places || array_fill(v_place, array[cardinality(v_likes) - v_first + 1]);
        -- The index is asked for two words: it looks for each of the one with each of the other.
        v_conditions := v_conditions || format(
            ' and %s like any (($1)[%s:%s])',
            case when v_place <= 2 then 'p.search_text' else '(p.search_text || $9)' end,
            v_first,
            cardinality(v_likes)
        );
    end loop;

    -- The words alone were looked for already.
    if cardinality(v_likes) = coalesce(cardinality(p_patterns), 0) then
        return array[]::bigint[];
    end if;

    execute format(
        'select array(
            select f.product_id
            from (
                select p.product_id, p.name, p.search_text
                from store.products as p
                where p.is_active
                    and p.category_id <> all (array(select k.category_id from store.categories as k where not k.is_active))
                    and ($5 is null or p.category_id = $5)
                    and ($6 is not true or p.is_organic)
                    and ($7 is null or p.price >= $7)
                    and ($8 is null or p.price <= $8)
                    %s
                limit 200
            ) as f
            cross join lateral (
                select sum(best.likeness) as likeness
                from (
                    select max(w.likeness) as likeness
                    from unnest($1, $2, $3, $4) as w (pattern, place, whole, likeness)
                    where f.search_text like w.pattern
                        and (w.whole = $9 or f.search_text ~ w.whole)
                    group by w.place
                ) as best
            ) as l
            order by l.likeness desc, f.name collate store.names, f.product_id
        )',
        v_conditions
    )
    into v_ids
    using v_likes, v_places, v_wholes, v_likeness, p_category_id, p_organic_only, p_min_price, p_max_price, '';

    return v_ids;
end;
$$;

comment on function store.products_similar is 'Products that have words spelt alike.';
revoke all on function store.products_similar from public;
