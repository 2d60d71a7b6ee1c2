-- What shoppers ask, ten times each after two to warm up: the median of what a whole call takes, its JSON included, and the mean of its
-- processor time, which says more where others work on the machine. As a table in Markdown.
\set ON_ERROR_STOP on

-- A branch whose shelves are half empty, one that has nothing, one product in fifty sold out in all others, as shops are, and some
-- that are sold no more.
update store.inventory as i set on_hand = i.reserved
where i.product_id % 50 = 7 or i.branch_id = 3 and i.product_id % 2 = 0 or i.branch_id = 4;
update store.products as p set is_active = false where p.product_id % 200 = 3;
vacuum analyze;

create temporary table question (place integer generated always as identity, asked text, call text, ms numeric, cpu numeric, found text);
create function pg_temp.cpu() returns bigint
    language sql
-- nanoseconds on a processor of this backend
return (select split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::bigint);

insert into question (asked, call)
select concat_ws(', ', nullif(w.asked, ''), '`' || s.sort || '`', nullif(f.asked, '')),
    format('product_search(p_limit => %s, p_sort => %L%s%s)', l.size, s.sort, w.call, f.call)
from (values (1, 20), (2, 50)) as l (place, size)
cross join (
    values (1, '', ''), (2, '`q=milk`', ', p_q => ''milk'''), (3, '`q=golan milk`', ', p_q => ''golan milk'''),
        (4, '`q=yoghurt`', ', p_q => ''yoghurt''')
) as w (place, asked, call)
cross join (
    values (1, '', ''), (2, '`in_stock`', ', p_in_stock => true'),
        (3, '`in_stock` of a branch', ', p_in_stock => true, p_branch_id => 2'),
        (4, '`in_stock` of a branch with half', ', p_in_stock => true, p_branch_id => 3'),
        (5, '`in_stock` of a branch with little', ', p_in_stock => true, p_branch_id => 4'),
        (6, '`in_stock=false` of a branch', ', p_in_stock => false, p_branch_id => 2')
) as f (place, asked, call)
cross join unnest('{relevance,price_asc,price_desc,name_asc,name_desc,newest}'::text[]) with ordinality as s (sort, place)
where l.size = 50
    and (f.place <= 3 or s.sort = 'price_asc')
    and (w.place <> 1 or s.sort <> 'relevance')
order by w.place, f.place, s.place;

insert into question (asked, call)
select q.asked, format(
    case
        when q.asked like 'autocomplete%' then 'product_autocomplete(%1$s)'
        when q.asked like 'category%' then 'category_products(1%1$s, p_limit => 50)'
        else 'product_search(p_limit => 50%1$s)'
    end,
    q.call
)
from (
    values
        ('nothing, 20 a page', ', p_limit => 20'),
        ('`offset=1000`', ', p_offset => 1000'),
        ('a category', ', p_category_id => 1'),
        ('a category, `in_stock` of a branch', ', p_category_id => 1, p_in_stock => true, p_branch_id => 2'),
        ('`organic_only`', ', p_organic_only => true'),
        ('`organic_only, in_stock` of a branch', ', p_organic_only => true, p_in_stock => true, p_branch_id => 2'),
        ('`min_price=5, max_price=20, newest`', ', p_min_price => 5, p_max_price => 20, p_sort => ''newest'''),
        ('the same, `in_stock`', ', p_min_price => 5, p_max_price => 20, p_sort => ''newest'', p_in_stock => true'),
        (
            'the same, `in_stock` of a branch',
            ', p_min_price => 5, p_max_price => 20, p_sort => ''newest'', p_in_stock => true, p_branch_id => 2'
        ),
        ('`in_stock=false`', ', p_in_stock => false'),
        ('`q=golan organic yogurt 1 kg`', ', p_q => ''golan organic yogurt 1 kg'''),
        ('`q=LOAD-0001234`', ', p_q => ''LOAD-0001234'''),
        ('`q=a`: all of them', ', p_q => ''a'''),
        ('`q=חלב`', ', p_q => ''חלב'''),
        ('`q=bananna`', ', p_q => ''bananna'''),
        ('`q=tomatos`', ', p_q => ''tomatos'''),
        ('`q=samon`', ', p_q => ''samon'''),
        ('`q=חלבב`', ', p_q => ''חלבב'''),
        ('`q=chocolat milkk`', ', p_q => ''chocolat milkk'''),
        ('`q=golan yoghurt`', ', p_q => ''golan yoghurt'''),
        ('`q=qqqqq`: nothing', ', p_q => ''qqqqq'''),
        ('category', ''),
        ('category, `q=milk`', ', p_q => ''milk'''),
        ('category, `in_stock`', ', p_in_stock => true'),
        ('category, `q=yoghurt`', ', p_q => ''yoghurt'''),
        ('autocomplete `m`', '''m'''),
        ('autocomplete `mi`', '''mi'''),
        ('autocomplete `milk`', '''milk'''),
        ('autocomplete `ח`', '''ח'''),
        ('autocomplete `חלב`', '''חלב'''),
        ('autocomplete `golan mi`', '''golan mi'''),
        ('autocomplete `yoghurt`', '''yoghurt'''),
        ('autocomplete `qqqqq`', '''qqqqq'''),
        ('autocomplete `ilk`', '''ilk''')
) as q (asked, call);

update question as q set call = replace(q.call, 'p_limit => 50, p_limit', 'p_limit');

do $$
declare
    v_question record;
    v_start timestamptz;
    v_cpu bigint;
    v_answer json;
    v_times numeric[];
begin
    for v_question in select q.* from question as q order by q.place loop
        v_times := '{}';

        for v_try in 1..12 loop
            v_cpu := case when v_try = 3 then pg_temp.cpu() else v_cpu end;
            v_start := clock_timestamp();
            execute 'select api.' || v_question.call into v_answer;
            continue when v_try <= 2;
            v_times := v_times || (extract(epoch from clock_timestamp() - v_start) * 1000)::numeric;
        end loop;

        update question as q
        set
            ms = (select percentile_cont(0.5) within group (order by t) from unnest(v_times) as t),
            cpu = (pg_temp.cpu() - v_cpu) / 1e6 / cardinality(v_times),
            found = coalesce(v_answer #>> '{pagination,total}', json_array_length(v_answer -> 'data')::text)
        where q.place = v_question.place;
    end loop;
end;
$$;

\pset format unaligned
\pset tuples_only on
select count(*) || ' products' from store.products;
select '| asked | ms | processor ms | found |' || e'\n|---|--:|--:|--:|' || e'\n' || string_agg(format('| %s | %s | %s | %s |', q.asked, round(q.ms, 1), round(q.cpu, 1), q.found), e'\n' order by q.place)
from question as q;
