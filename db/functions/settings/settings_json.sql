create or replace function store.settings_json()
    returns json
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The settings as managers see them. Which branch is the warehouse stands with the branches alone.
-- Callers: api.settings_get, api.settings_update
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return (
        select row_to_json(
            row(
                s.delivery_min_total::text,
                s.delivery_fee_under_min::text,
                to_char(s.delivery_start_time, 'HH24:MI'),
                to_char(s.delivery_end_time, 'HH24:MI'),
                s.delivery_slot_hours,
                b.branch_id,
                s.vat_rate::text,
                s.time_zone,
                s.capture,
                s.order_min_total::text,
                s.order_max_total::text,
                s.cart_max_lines,
                s.cart_max_quantity,
                s.booking_cutoff_minutes,
                s.pickup_lead_minutes,
                s.payment_action_minutes,
                s.picking_lease_minutes
            )::store.settings_answer_2
        )
        from store.settings as s
        left join store.branches as b on b.is_warehouse
    );
end;
$$;

comment on function store.settings_json is 'The settings as managers see them.';
revoke all on function store.settings_json from public;
