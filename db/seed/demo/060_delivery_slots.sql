-- The warehouse delivers in windows of two hours from 06:00 to 22:00, every day of the week.

insert into store.delivery_slots (branch_id, day_of_week, start_time, end_time, capacity)
select b.branch_id, d.day, make_time(h.hour, 0, 0), make_time(h.hour + 2, 0, 0), 400
from store.branches as b
cross join generate_series(0, 6) as d (day)
cross join generate_series(6, 20, 2) as h (hour)
where b.is_warehouse
    and not exists (
        select
        from store.delivery_slots as s
        where s.branch_id = b.branch_id
            and s.day_of_week = d.day
            and s.start_time = make_time(h.hour, 0, 0)
    )
order by d.day, h.hour
-- One that a manager has made meanwhile may lie across.
on conflict on constraint delivery_slots_no_overlap do nothing;
