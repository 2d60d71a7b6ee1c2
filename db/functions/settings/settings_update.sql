-- migrator: replaces api.settings_update(bigint, numeric, numeric, time without time zone, time without time zone, integer, bigint, numeric, text, text)
create or replace function api.settings_update(
    p_actor_id bigint,
    p_delivery_min_total numeric,
    p_delivery_fee_under_min numeric,
    p_delivery_start_time time,
    p_delivery_end_time time,
    p_delivery_slot_hours integer,
    p_warehouse_branch_id bigint,
    p_vat_rate numeric,
    p_time_zone text,
    p_capture text,
    p_order_min_total numeric default null,
    p_order_max_total numeric default null,
    p_cart_max_lines integer default null,
    p_cart_max_quantity integer default null,
    p_booking_cutoff_minutes integer default null,
    p_pickup_lead_minutes integer default null,
    p_payment_action_minutes integer default null,
    p_picking_lease_minutes integer default null
)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Replaces the settings; limits and cut-offs, which came later, stay where they are null. They act on the next call of every gateway, as
-- nothing keeps a copy. Checkouts that are locked and orders go on as they were agreed. Another warehouse: deliveries come from there at
-- once; the windows of the former one are no longer offered.
-- Callers: PUT /admin/settings
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 BRANCH_NOT_FOUND
-- Locks:   settings row, branches rows by id
-- Writes:  store.settings, store.branches
declare
    v_settings store.settings;
    v_errors jsonb;
begin
    perform store.enter(p_actor_id, 'ADMIN');

    select s.* into v_settings from store.settings as s for no key update;

    select jsonb_agg(jsonb_build_object('field', e.field, 'message', e.message)) into v_errors
    from (
        values
            (
                p_delivery_end_time <= p_delivery_start_time,
                'delivery_end_time', 'must be after delivery_start_time'
            ),
            (
                p_delivery_end_time > p_delivery_start_time
                    and p_delivery_end_time - p_delivery_start_time < make_interval(hours => p_delivery_slot_hours),
                'delivery_slot_hours', 'must fit between delivery_start_time and delivery_end_time'
            ),
            (
                p_time_zone <> v_settings.time_zone
                    and not exists (select from pg_timezone_names as z where z.name = p_time_zone),
                'time_zone', 'must be a time zone that the database knows, e.g. Asia/Jerusalem'
            ),
            (
                coalesce(p_order_min_total, v_settings.order_min_total) > coalesce(p_order_max_total, v_settings.order_max_total),
                'order_min_total', 'must not be above order_max_total'
            )
    ) as e (is_wrong, field, message)
    where e.is_wrong;

    if v_errors is not null then
        perform store.fail('VALIDATION_ERROR', jsonb_build_object('errors', v_errors));
    end if;

    -- The old warehouse and the new one: neither can be closed now until the flags have moved.
    perform 1
    from store.branches as b
    where b.is_warehouse
        or b.branch_id = p_warehouse_branch_id
    order by b.branch_id
    for no key update;

    perform 1 from store.branches as b where b.branch_id = p_warehouse_branch_id and b.is_active;

    if not found then
        perform store.fail('BRANCH_NOT_FOUND');
    end if;

    -- First the old one: there is never more than one.
    update store.branches as b
    set is_warehouse = false, updated_at = now()
    where b.is_warehouse
        and b.branch_id <> p_warehouse_branch_id;

    update store.branches as b
    set is_warehouse = true, updated_at = now()
    where b.branch_id = p_warehouse_branch_id
        and not b.is_warehouse;

    update store.settings as s
    set
        delivery_min_total = p_delivery_min_total,
        delivery_fee_under_min = p_delivery_fee_under_min,
        delivery_start_time = p_delivery_start_time,
        delivery_end_time = p_delivery_end_time,
        delivery_slot_hours = p_delivery_slot_hours,
        vat_rate = p_vat_rate,
        time_zone = p_time_zone,
        capture = p_capture::store.capture_mode,
        order_min_total = coalesce(p_order_min_total, s.order_min_total),
        order_max_total = coalesce(p_order_max_total, s.order_max_total),
        cart_max_lines = coalesce(p_cart_max_lines, s.cart_max_lines),
        cart_max_quantity = coalesce(p_cart_max_quantity, s.cart_max_quantity),
        booking_cutoff_minutes = coalesce(p_booking_cutoff_minutes, s.booking_cutoff_minutes),
        pickup_lead_minutes = coalesce(p_pickup_lead_minutes, s.pickup_lead_minutes),
        payment_action_minutes = coalesce(p_payment_action_minutes, s.payment_action_minutes),
        picking_lease_minutes = coalesce(p_picking_lease_minutes, s.picking_lease_minutes),
        updated_at = now()
    where s.settings_id = v_settings.settings_id;

    return store.data_json(store.settings_json());
end;
$$;

comment on function api.settings_update is 'Replaces the settings of the shop.';
revoke all on function api.settings_update from public;
grant execute on function api.settings_update to mami_gateway, mami_operator;
