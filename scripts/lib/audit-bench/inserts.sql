-- The same work with an empty log and with a full one, in turn, so that a machine that gets slower does so for both: full and empty are databases
-- with the same shop. The medians, and their ratio.
\set ON_ERROR_STOP on
\connect :empty
\set ms empty_1
\set cpu empty_cpu_1
\ir insert.sql
\connect :full
\set ms full_1
\set cpu full_cpu_1
\ir insert.sql
\connect :full
\set ms full_2
\set cpu full_cpu_2
\ir insert.sql
\connect :empty
\set ms empty_2
\set cpu empty_cpu_2
\ir insert.sql
\connect :empty
\set ms empty_3
\set cpu empty_cpu_3
\ir insert.sql
\connect :full
\set ms full_3
\set cpu full_cpu_3
\ir insert.sql
\connect :full
\set ms full_4
\set cpu full_cpu_4
\ir insert.sql
\connect :empty
\set ms empty_4
\set cpu empty_cpu_4
\ir insert.sql
\connect :empty
\set ms empty_5
\set cpu empty_cpu_5
\ir insert.sql
\connect :full
\set ms full_5
\set cpu full_cpu_5
\ir insert.sql
\connect :full
\set ms full_6
\set cpu full_cpu_6
\ir insert.sql
\connect :empty
\set ms empty_6
\set cpu empty_cpu_6
\ir insert.sql
\connect :empty
\set ms empty_7
\set cpu empty_cpu_7
\ir insert.sql
\connect :full
\set ms full_7
\set cpu full_cpu_7
\ir insert.sql
\connect :full
\set ms full_8
\set cpu full_cpu_8
\ir insert.sql
\connect :empty
\set ms empty_8
\set cpu empty_cpu_8
\ir insert.sql
\connect :empty
\set ms empty_9
\set cpu empty_cpu_9
\ir insert.sql
\connect :full
\set ms full_9
\set cpu full_cpu_9
\ir insert.sql
\connect :full
\set ms full_10
\set cpu full_cpu_10
\ir insert.sql
\connect :empty
\set ms empty_10
\set cpu empty_cpu_10
\ir insert.sql
\connect :empty
\set ms empty_11
\set cpu empty_cpu_11
\ir insert.sql
\connect :full
\set ms full_11
\set cpu full_cpu_11
\ir insert.sql
\connect :full
\set ms full_12
\set cpu full_cpu_12
\ir insert.sql
\connect :empty
\set ms empty_12
\set cpu empty_cpu_12
\ir insert.sql
\connect :empty
\set ms empty_13
\set cpu empty_cpu_13
\ir insert.sql
\connect :full
\set ms full_13
\set cpu full_cpu_13
\ir insert.sql
\connect :full
\set ms full_14
\set cpu full_cpu_14
\ir insert.sql
\connect :empty
\set ms empty_14
\set cpu empty_cpu_14
\ir insert.sql
\connect :empty
\set ms empty_15
\set cpu empty_cpu_15
\ir insert.sql
\connect :full
\set ms full_15
\set cpu full_cpu_15
\ir insert.sql
\pset format unaligned
\pset tuples_only on
select format('%s, ms for 500 transactions: %s with an empty log, %s with a full one; median of the ratios of %s pairs %s (%s to %s)',
    r.what, round(percentile_cont(0.5) within group (order by r.without)::numeric), round(percentile_cont(0.5) within group (order by r.filled)::numeric),
    count(*), round((percentile_cont(0.5) within group (order by r.filled / r.without))::numeric, 3), round(min(r.filled / r.without), 2),
    round(max(r.filled / r.without), 2))
from (
    select 'time' as what, t.* from unnest(array[
        :empty_1, :empty_2, :empty_3, :empty_4, :empty_5, :empty_6, :empty_7, :empty_8, :empty_9, :empty_10, :empty_11, :empty_12, :empty_13, :empty_14, :empty_15
    ]::numeric[], array[
        :full_1, :full_2, :full_3, :full_4, :full_5, :full_6, :full_7, :full_8, :full_9, :full_10, :full_11, :full_12, :full_13, :full_14, :full_15
    ]::numeric[]) as t (without, filled)
    union all
    select 'processor time', t.* from unnest(array[
        :empty_cpu_1, :empty_cpu_2, :empty_cpu_3, :empty_cpu_4, :empty_cpu_5, :empty_cpu_6, :empty_cpu_7, :empty_cpu_8, :empty_cpu_9, :empty_cpu_10, :empty_cpu_11, :empty_cpu_12, :empty_cpu_13, :empty_cpu_14, :empty_cpu_15
    ]::numeric[], array[
        :full_cpu_1, :full_cpu_2, :full_cpu_3, :full_cpu_4, :full_cpu_5, :full_cpu_6, :full_cpu_7, :full_cpu_8, :full_cpu_9, :full_cpu_10, :full_cpu_11, :full_cpu_12, :full_cpu_13, :full_cpu_14, :full_cpu_15
    ]::numeric[]) as t (without, filled)
) as r
group by r.what;
