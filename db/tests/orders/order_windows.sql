begin;
\ir ../fixture.psql
\ir life.psql

select plan(3);

insert into fixture values ('delivery', ordered('customer')), ('pickup', pickup('other', 'p'));
select results_eq(
    $$select starts_at at time zone 'Asia/Jerusalem', ends_at at time zone 'Asia/Jerusalem' from store.order_windows where order_id = id('delivery')$$,
    $$select store.local_now()::date + 1 + time '10:00', store.local_now()::date + 1 + time '12:00'$$,
    'a delivery has the window of its slot, on the shop''s clock'
);
update store.settings set time_zone = 'Asia/Tokyo';
select results_eq(
    $$select starts_at at time zone 'Asia/Tokyo' from store.order_windows where order_id = id('delivery')$$,
    $$select (select slot_date from store.slot_dates) + time '10:00'$$, 'wherever the shop is'
);
select results_eq(
    $$select starts_at, ends_at from store.order_windows where order_id = id('pickup')$$,
    'select window_starts_at, window_ends_at from store.order_pickups', 'a pickup has its own'
);

select * from finish();

rollback;
