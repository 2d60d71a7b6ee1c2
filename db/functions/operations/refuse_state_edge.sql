create or replace function store.refuse_state_edge()
    returns trigger
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- A state may follow another one only if store.state_edges says so, whoever writes: a function with a fault, or a hand in psql.
-- The functions ask too, under the row's lock, to answer better than this.
-- Callers: the triggers of db/triggers.sql, for a row whose state changes; argument: the column
-- Errors:  23514 for a change that is no edge
-- Locks:   none
-- Writes:  none
declare
    v_from text := to_jsonb(old) ->> tg_argv[0];
    v_to text := to_jsonb(new) ->> tg_argv[0];
begin
    if not exists (
        select
        from store.state_edges as e
        where e.entity = tg_table_name
            and e.from_state = v_from
            and e.to_state = v_to
    ) then
        raise check_violation using
            message = format('%I.%I: %s cannot become %s', tg_table_schema, tg_table_name, v_from, v_to),
            hint = 'store.state_edges lists which state may follow which.',
            schema = tg_table_schema,
            table = tg_table_name,
            column = tg_argv[0],
            constraint = tg_name;
    end if;

    return new;
end;
$$;

comment on function store.refuse_state_edge is 'Trigger: refuses a change of state that store.state_edges does not have.';
revoke all on function store.refuse_state_edge from public;
