-- What a shop cannot run without. Applied at the end of every `migrator up`; an existing row is never changed.

-- The settings whose first value an environment may give: the variable DELIVERY_MIN_TOTAL gives delivery_min_total, which the
-- migrator passes as a setting of this transaction. Name, value where it gives none, meaning: the only place of these, from
-- which `gateway --help`, .env.example and the gateway's comparison at start are made.
with first_values (name, value, meaning) as (
    values
        ('delivery_min_total', '200.00', 'ILS from which a delivery costs nothing'),
        ('delivery_fee_under_min', '29.90', 'ILS that a smaller delivery costs'),
        ('delivery_start_time', '06:00', 'when the shop opens and the first delivery window may begin'),
        ('delivery_end_time', '22:00', 'when the shop closes and the last one has ended'),
        ('delivery_slot_hours', '2', 'hours of a delivery window')
)
insert into store.settings (
    delivery_min_total, delivery_fee_under_min, delivery_start_time, delivery_end_time, delivery_slot_hours
)
select
    r.delivery_min_total, r.delivery_fee_under_min, r.delivery_start_time, r.delivery_end_time, r.delivery_slot_hours
from jsonb_populate_record(
    null::store.settings,
    (
        select jsonb_object_agg(f.name, coalesce(nullif(current_setting('mami.' || f.name, true), ''), f.value))
        from first_values as f
    )
) as r
on conflict do nothing;

select audit.partitions_ensure();
