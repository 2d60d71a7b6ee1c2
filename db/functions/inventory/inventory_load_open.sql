create or replace function api.inventory_load_open(
    p_actor_id bigint,
    p_load_id bigint,
    p_dry_run boolean default false,
    p_reason text default null,
    p_idempotency_key text default null,
    p_fingerprint bytea default null
)
    returns bigint
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Takes a file of stock all of whose rows have been copied: from now on it is applied step by step, to its end, whoever goes on with it.
-- Gives the load to go on with: for a key that came before the one of then, which may have ended. p_dry_run: it is judged, and
-- nothing changes.
-- Callers: POST /admin/inventory/bulk
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 INVENTORY_LOAD_NOT_FOUND,
--          MS422 IDEMPOTENCY_KEY_REUSED
-- Locks:   inventory_loads row
-- Writes:  store.inventory_loads, api.inventory_load_rows
declare
    v_earlier store.inventory_loads;
begin
    perform store.enter(p_actor_id, 'MANAGER', 'ADMIN');

    if length(trim(p_reason)) not between 1 and 500 then
        perform store.fail_field('reason', 'must have 1 to 500 characters');
    end if;

    -- Two that come at once meet at the unique key: the second one waits there, and finds the first.
    begin
        update store.inventory_loads as l
        set
            idempotency_key = p_idempotency_key,
            fingerprint = p_fingerprint,
            is_dry_run = p_dry_run,
            reason = coalesce(p_reason, format('file %s', p_load_id)),
            opened_at = now(),
            stepped_at = clock_timestamp()
        where l.inventory_load_id = p_load_id
            and l.user_id = p_actor_id
            and l.opened_at is null;

        if not found then
            perform store.fail('INVENTORY_LOAD_NOT_FOUND');
        end if;
    exception when unique_violation then
        select l.* into strict v_earlier
        from store.inventory_loads as l
        where l.user_id = p_actor_id
            and l.idempotency_key = p_idempotency_key;

        if v_earlier.fingerprint <> p_fingerprint then
            perform store.fail('IDEMPOTENCY_KEY_REUSED');
        end if;

        return v_earlier.inventory_load_id;
    end;

    perform store.inventory_load_check(p_load_id);

    return p_load_id;
end;
$$;

comment on function api.inventory_load_open is 'Takes a file of stock whose rows have come, to be applied.';
revoke all on function api.inventory_load_open from public;
grant execute on function api.inventory_load_open to mami_gateway, mami_operator;
