begin;
\ir ../fixture.psql

select plan(2);

select is(
    store.settings_json()::jsonb,
    jsonb_build_object(
        'delivery_min_total', '200.00', 'delivery_fee_under_min', '29.90', 'delivery_start_time', '06:00', 'delivery_end_time', '22:00',
        'delivery_slot_hours', 2, 'warehouse_branch_id', id('warehouse'), 'vat_rate', '18.00', 'time_zone', 'Asia/Jerusalem',
        'capture', 'on_confirm', 'order_min_total', '2.00', 'order_max_total', '999999.99', 'cart_max_lines', 200,
        'cart_max_quantity', 999, 'booking_cutoff_minutes', 60, 'pickup_lead_minutes', 60, 'payment_action_minutes', 15,
        'picking_lease_minutes', 20
    ),
    'what a PUT takes, and nothing else'
);
update store.branches set is_warehouse = false;
select is(store.settings_json()::jsonb -> 'warehouse_branch_id', 'null', 'a shop may have no warehouse yet');

select * from finish();

rollback;
