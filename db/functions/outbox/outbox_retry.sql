-- migrator: replaces api.outbox_retry(bigint, text, integer, boolean)
create or replace function api.outbox_retry(
    p_outbox_id bigint,
    p_error text,
    p_pause_ms integer,
    p_is_final boolean,
    p_lease_number integer default null
)
    returns text
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Notes that an effect could not be had: it is due again after a pause, or, if that was the last try, it is DEAD and waits
-- for a human, and its refund or capture has failed. Gives the status as it then is;
-- nothing, and changes nothing, where it has ended, or somebody else has taken it over.
-- Callers: the outbox worker
-- Errors:  none
-- Locks:   outbox row, refunds or captures row
-- Writes:  store.outbox, store.refunds, store.captures
declare
    v_outbox store.outbox;
begin
    perform store.act_as('system');

    update store.outbox as b
    set
        status = (case when p_is_final then 'DEAD' else 'PENDING' end)::store.outbox_status,
        due_at = clock_timestamp() + make_interval(secs => p_pause_ms / 1000.0),
        last_error = p_error,
        updated_at = now()
    where b.outbox_id = p_outbox_id
        and b.status = 'PENDING'
        and b.lease_number = coalesce(p_lease_number, b.lease_number)
    returning b.* into v_outbox;

    if v_outbox.status = 'DEAD' then
        update store.refunds as r
        set status = 'FAILED', updated_at = now()
        where r.refund_id = v_outbox.refund_id
            and r.status = 'PENDING';

        update store.captures as c
        set status = 'FAILED', updated_at = now()
        where c.capture_id = v_outbox.capture_id
            and c.status = 'PENDING';
    end if;

    return v_outbox.status::text;
end;
$$;

comment on function api.outbox_retry is 'Notes that an effect of the outbox could not be had.';
revoke all on function api.outbox_retry from public;
grant execute on function api.outbox_retry to mami_gateway;
