create or replace function store.local_now()
    returns timestamp
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The time on the shop's wall: now in the zone of the settings.
-- Callers: delivery_slot_update, payment_token_create, reconciliation_create, reconciliation_claim
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (select now() at time zone s.time_zone from store.settings as s);
end;
$$;

comment on function store.local_now is 'The time on the shop''s wall: now in the zone of the settings.';
revoke all on function store.local_now from public;
