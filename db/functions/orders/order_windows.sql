create or replace view store.order_windows with (security_invoker = true) as
select
    o.order_id,
    -- A join would make the planner reckon with many rows of settings, and compile what it thinks is a lot of work.
    coalesce(
        p.window_starts_at, (s.slot_date + d.start_time) at time zone (select g.time_zone from store.settings as g)
    ) as starts_at,
    coalesce(p.window_ends_at, (s.slot_date + d.end_time) at time zone (select g.time_zone from store.settings as g)) as ends_at
from store.orders as o
left join store.order_pickups as p on p.order_id = o.order_id
left join store.order_deliveries as d on d.order_id = o.order_id
left join store.slot_dates as s on s.slot_date_id = d.slot_date_id;

comment on view store.order_windows is 'When an order is to be delivered or picked up. A delivery''s window is of the clock at the shop''s wall.';
