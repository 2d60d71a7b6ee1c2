create or replace function store.reconciliations_json(p_reconciliation_ids bigint[])
    returns json[]
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_generic_plan
as $$
-- Reconciliations as admins see them, in the order of the ids.
-- Callers: reconciliation_list, reconciliation_create
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return array(
        select row_to_json(run)
        from (
            select
                r.reconciliation_id as id,
                r.status,
                r.is_daily,
                store.rfc3339(r.period_start) as period_start,
                store.rfc3339(r.period_end) as period_end,
                r.payments,
                r.refunds,
                r.disputes,
                r.foreign_objects,
                r.differences,
                r.is_whole,
                r.tries,
                r.last_error,
                r.requested_by,
                store.rfc3339(r.created_at) as created_at,
                store.rfc3339(r.ended_at) as ended_at
            from unnest(p_reconciliation_ids) with ordinality as page (reconciliation_id, place)
            join store.reconciliations as r on r.reconciliation_id = page.reconciliation_id
            order by page.place
        ) as run
    );
end;
$$;

comment on function store.reconciliations_json is 'Reconciliations as admins see them.';
revoke all on function store.reconciliations_json from public;
