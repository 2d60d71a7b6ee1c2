create or replace function api.settings_effective()
    returns json
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The settings that a gateway's environment may also name, so that it can say at start where the two disagree.
-- Callers: the gateway at start
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select json_build_object(
            'delivery_min_total', s.delivery_min_total::text,
            'delivery_fee_under_min', s.delivery_fee_under_min::text,
            'delivery_start_time', to_char(s.delivery_start_time, 'HH24:MI'),
            'delivery_end_time', to_char(s.delivery_end_time, 'HH24:MI'),
            'delivery_slot_hours', s.delivery_slot_hours
        )
        from store.settings as s
    );
end;
$$;

comment on function api.settings_effective is 'The delivery settings in force.';
revoke all on function api.settings_effective from public;
grant execute on function api.settings_effective to mami_gateway, mami_operator;
