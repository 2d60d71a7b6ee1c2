begin;
\ir ../fixture.psql

select plan(1);

select is(
    api.settings_effective()::jsonb,
    '{
        "delivery_min_total": "200.00", "delivery_fee_under_min": "29.90", "delivery_start_time": "06:00",
        "delivery_end_time": "22:00", "delivery_slot_hours": 2
    }',
    'shows the delivery settings in the spelling of the environment'
);

select * from finish();

rollback;
