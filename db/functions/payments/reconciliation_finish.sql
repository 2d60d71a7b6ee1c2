create or replace function api.reconciliation_finish(p_reconciliation_id bigint, p_tries integer, p_is_whole boolean)
    returns integer
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Compares what the provider has listed with the books, notes each difference once for as long as it lasts, and settles those of the same time
-- that are gone. Gives how many there are; none where the comparison is not the caller's any more. Nothing of the books is changed: that is
-- a human's decision.
-- Callers: the reconciliation of every gateway
-- Errors:  none
-- Locks:   reconciliations row, reconciliation_differences rows
-- Writes:  store.reconciliations, store.reconciliation_differences, store.provider_objects
declare
    v_run store.reconciliations;
    v_found integer;
begin
    perform store.act_as('system');

    select r.* into v_run
    from store.reconciliations as r
    where r.reconciliation_id = p_reconciliation_id
        and r.status = 'OPEN'
        and r.tries = p_tries
    for no key update;

    if not found then
        return null;
    end if;

    v_run.is_whole := p_is_whole;

    insert into store.reconciliation_differences as d (
        reconciliation_id, kind, reference, checkout_attempt_id, ours, theirs, about_at
    )
    -- What our books have twice would be a difference twice.
    select distinct on (c.kind, c.reference)
        p_reconciliation_id, c.kind, c.reference, c.checkout_attempt_id, c.ours, c.theirs, c.about_at
    from store.reconciliation_compare(v_run) as c
    order by c.kind, c.reference
    on conflict (kind, reference) where settled_at is null do update set
        reconciliation_id = excluded.reconciliation_id,
        checkout_attempt_id = excluded.checkout_attempt_id,
        ours = excluded.ours,
        theirs = excluded.theirs,
        about_at = excluded.about_at;

    get diagnostics v_found = row_count;

    update store.reconciliation_differences as d
    set settled_at = clock_timestamp()
    where d.settled_at is null
        and d.reconciliation_id <> p_reconciliation_id
        and d.about_at >= v_run.period_start
        and d.about_at < v_run.period_end
        and p_is_whole;

    delete from store.provider_objects as o
    where o.reconciliation_id = p_reconciliation_id;

    update store.reconciliations as r
    set status = 'DONE', is_whole = p_is_whole, differences = v_found, last_error = null, ended_at = clock_timestamp()
    where r.reconciliation_id = p_reconciliation_id;

    return v_found;
end;
$$;

comment on function api.reconciliation_finish is 'Compares what the provider has listed with the books, and notes the differences.';
revoke all on function api.reconciliation_finish from public;
grant execute on function api.reconciliation_finish to mami_gateway;
