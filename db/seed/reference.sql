-- What a shop cannot run without. Applied at the end of every `migrator up`; an existing row is never changed.

-- First values from DELIVERY_*, which the migrator passes as settings of this transaction.
insert into store.settings (
    delivery_min_total, delivery_fee_under_min, delivery_start_time, delivery_end_time, delivery_slot_hours
)
values (
    coalesce(nullif(current_setting('mami.delivery_min_total', true), '')::numeric, 200.00),
    coalesce(nullif(current_setting('mami.delivery_fee_under_min', true), '')::numeric, 29.90),
    coalesce(nullif(current_setting('mami.delivery_start_time', true), '')::time, '06:00'),
    coalesce(nullif(current_setting('mami.delivery_end_time', true), '')::time, '22:00'),
    coalesce(nullif(current_setting('mami.delivery_slot_hours', true), '')::integer, 2)
)
on conflict do nothing;

select audit.partitions_ensure();
