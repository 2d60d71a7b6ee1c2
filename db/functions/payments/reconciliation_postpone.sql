create or replace function api.reconciliation_postpone(
    p_reconciliation_id bigint, p_tries integer, p_reason text, p_pause_ms bigint
)
    returns void
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Notes that the provider could not be asked to the end: it is due again after the pause, from the beginning.
-- Callers: the reconciliation of every gateway
-- Errors:  none
-- Locks:   reconciliations row
-- Writes:  store.reconciliations
begin
    perform store.act_as('system');

    update store.reconciliations as r
    set
        last_error = left(p_reason, 500),
        lease_expires_at = clock_timestamp() + make_interval(secs => p_pause_ms / 1000.0)
    where r.reconciliation_id = p_reconciliation_id
        and r.status = 'OPEN'
        and r.tries = p_tries;
end;
$$;

comment on function api.reconciliation_postpone is 'Notes that a comparison with the provider''s list is to be tried again.';
revoke all on function api.reconciliation_postpone from public;
grant execute on function api.reconciliation_postpone to mami_gateway;
