# shellcheck shell=bash
# The same work in two databases in turn, so that a machine that gets slower does so for both.

# in_turn ROUNDS FILE ONE OTHER WHAT WITHOUT WITH: runs FILE, which prints `milliseconds processor-milliseconds`, in the databases at the URLs
# ONE and OTHER; says the medians and that of the ratios of pairs.
in_turn() {
    local round one other results=
    for ((round = 1; round <= $1; round++)); do
        # The first of a pair changes, too.
        if ((round % 2)); then
            one=$(psql -qXAtF ' ' -v ON_ERROR_STOP=1 -f "$2" "$3")
            other=$(psql -qXAtF ' ' -v ON_ERROR_STOP=1 -f "$2" "$4")
        else
            other=$(psql -qXAtF ' ' -v ON_ERROR_STOP=1 -f "$2" "$4")
            one=$(psql -qXAtF ' ' -v ON_ERROR_STOP=1 -f "$2" "$3")
        fi
        results+="${results:+,}(${one/ /,},${other/ /,})"
    done
    psql -qXAt -v ON_ERROR_STOP=1 "$3" <<SQL
select format(
    '%s, ms for $5: %s $6, %s $7; median of the ratios of %s pairs %s (half of them %s to %s)',
    r.what, round(percentile_cont(0.5) within group (order by r.one)::numeric), round(percentile_cont(0.5) within group (order by r.other)::numeric),
    count(*), round((percentile_cont(0.5) within group (order by r.other::numeric / r.one))::numeric, 3),
    round((percentile_cont(0.25) within group (order by r.other::numeric / r.one))::numeric, 2),
    round((percentile_cont(0.75) within group (order by r.other::numeric / r.one))::numeric, 2)
)
from (values $results) as t (one_ms, one_cpu, other_ms, other_cpu)
cross join lateral (values ('time', t.one_ms, t.other_ms), ('processor time', t.one_cpu, t.other_cpu)) as r (what, one, other)
group by r.what
order by r.what desc;
SQL
}
