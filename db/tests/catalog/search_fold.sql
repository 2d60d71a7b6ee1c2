begin;
\ir ../fixture.psql

select plan(17);

select is(store.search_fold('Fresh MILK ÉCLAIR Ñandú'), 'fresh milk eclair nandu', 'lower case, without accents');
select is(store.search_fold(E'e\u0301clair'), store.search_fold('éclair'), 'an accent of its own is as good as a letter that has one');
select is(store.search_fold('Smørrebrød Łódź Kadıköy'), 'smorrebrod lodz kadikoy', 'letters that are crossed out or have no dot, too');
select is(store.search_fold('ｍｉｌｋ ﬁg ¼ №'), 'milk fig 1⁄4 no', 'wide letters and ligatures are taken apart');
select is(store.search_fold('חָלָב טָרִי'), 'חלב טרי', 'Hebrew with niqqud is as without');
select is(store.search_fold(E'\ufb2bלום'), store.search_fold('שלום'), 'a letter with its point in one is the letter');
select is(store.search_fold('ךםןףץ'), 'כמנפצ', 'final letters are as the others');
select is(
    array(select distinct store.search_fold('מג' || spelling || 'ש') from unnest('{״,"\"",”,“,„,''''''''}'::text[]) as spelling),
    array['מגש'],
    'gershayim in every spelling are left out'
);
select is(
    array(select distinct store.search_fold('ג' || spelling || 'ינס') from unnest('{׳,'',’,‘,`,´,′}'::text[]) as spelling),
    array['גינס'],
    'geresh in every spelling is left out'
);
select is(
    array(
        select code
        from unnest(
            array[
                173, 847, 1564, 8203, 8204, 8205, 8206, 8207, 8234, 8235, 8236, 8237, 8238, 8288, 8294, 8295, 8296, 8297, 65039, 65279
            ]
        ) as code
        where store.search_fold('חל' || chr(code) || 'ב') <> 'חלב'
    ),
    '{}'::integer[],
    'marks of direction and what has no width are left out'
);
select is(
    array(
        select code from unnest(array[9, 10, 11, 12, 13, 32, 160, 8194, 8195, 8199, 8201, 8239, 12288]) as code
        where store.search_fold('חלב' || chr(code) || 'טרי') <> 'חלב טרי'
    ),
    '{}'::integer[],
    'every blank is a space'
);
select is(
    array(select distinct store.search_fold('בן' || dash || 'גוריון') from unnest('{-,־,‐,‑,–,—,−}'::text[]) as dash),
    array['בנ-גוריונ'],
    'maqaf and dashes are hyphens'
);
select is(store.search_fold('100%_\ (a/b)'), '100%_\ (a/b)', 'all else stays');
select is(store.search_fold(''), '', 'nothing stays nothing');
select is(store.search_fold(null), null, 'null stays null');
select is_empty(
    $$
        select p.product_id
        from store.products as p
        where p.search_text <> store.search_fold(' ' || p.name || ' ' || p.sku || ' ' || coalesce(p.description, ''))
    $$,
    'products are searched in this form'
);
select is(
    (
        select count(*)::int
        from generate_series(1, 65535) as code
        where code not between 55296 and 57343
            and store.search_fold(chr(code)) <> store.search_fold(store.search_fold(chr(code)))
    ),
    0,
    'what is folded is not changed by folding'
);

select * from finish();

rollback;
