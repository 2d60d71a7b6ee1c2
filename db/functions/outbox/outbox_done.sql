create or replace function api.outbox_done(p_outbox_id bigint, p_lease_number integer default null)
    returns void
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Notes that an effect without books was had: a card that the provider has forgotten. One that somebody else has taken over is left to
-- that one.
-- Callers: the outbox worker
-- Errors:  none
-- Locks:   outbox row
-- Writes:  store.outbox
begin
    perform store.act_as('system');

    update store.outbox as b
    set status = 'DONE', updated_at = now()
    where b.outbox_id = p_outbox_id
        and b.kind = 'detach'
        and b.status <> 'DONE'
        and b.lease_number = coalesce(p_lease_number, b.lease_number);
end;
$$;

comment on function api.outbox_done is 'Notes that an effect without books was had.';
revoke all on function api.outbox_done from public;
grant execute on function api.outbox_done to mami_gateway;
