begin;
\ir ../fixture.psql

select plan(27);

-- At the branch, on the wall of the shop: asked for at a time, wished for at another one. Tuesday 2026-03-10 is a day like others.
create function tap.found(p_now text, p_wish text default null, p_capacity integer default null) returns text
    language sql stable
return (
    select to_char(
        store.pickup_find(
            id('branch'), p_capacity, s, p_wish::timestamp at time zone s.time_zone, p_now::timestamp at time zone s.time_zone
        ) at time zone s.time_zone,
        'YYYY-MM-DD HH24:MI'
    )
    from store.settings as s
);
create function tap.reason(p_now text, p_wish text default null) returns text
    language sql volatile
return details(format('select found(%L, %L)', p_now, p_wish)) ->> 'reason';

-- without a wish
select is(found('2026-03-10 09:00'), '2026-03-10 10:00', 'the next full hour that leaves an hour for picking');
select is(found('2026-03-10 09:00:01'), '2026-03-10 11:00', 'and not a second less');
select is(found('2026-03-10 03:00'), '2026-03-10 06:00', 'not before the shop opens');
select is(found('2026-03-10 19:00'), '2026-03-10 20:00', 'the last window of a day ends as the shop closes');
select is(found('2026-03-10 19:30'), '2026-03-11 06:00', 'none goes on after that');
select is(found('2026-03-10 23:30'), '2026-03-11 06:00', 'nor is one for tomorrow at midnight');
update store.settings set delivery_start_time = '06:30', pickup_lead_minutes = 0;
select is(found('2026-03-10 05:00'), '2026-03-10 06:30', 'a shop may open at half past');
select is(found('2026-03-10 06:31'), '2026-03-10 07:00', 'and the setting says how long picking takes');
update store.settings set delivery_start_time = '06:00', delivery_end_time = '07:00';
select is(reason('2026-03-10 05:00'), 'no pickup at this time', 'a day that is shorter than a window has none');
update store.settings set delivery_end_time = '24:00', pickup_lead_minutes = 60;
select is(found('2026-03-10 20:30'), '2026-03-10 22:00', 'a shop may be open until midnight');
update store.settings set delivery_end_time = '22:00';

-- with one
select is(found('2026-03-10 09:00', '2026-03-10 10:00'), '2026-03-10 10:00', 'an hour from now');
select is(reason('2026-03-10 09:00', '2026-03-10 09:59:59'), 'picking takes longer than that', 'a second earlier is too soon');
select is(reason('2026-03-10 09:00', '2026-03-10 09:00:01'), 'picking takes longer than that', 'and a second from now');
select is(found('2026-03-10 09:00', '2026-03-10 20:00'), '2026-03-10 20:00', 'until the last window of the day');
select is(reason('2026-03-10 09:00', '2026-03-10 20:00:01'), 'no pickup at this time', 'which has ended when the shop closes');
select is(reason('2026-03-10 09:00', '2026-03-10 21:59:59'), 'no pickup at this time', 'just before it closes is too late');
select is(reason('2026-03-10 09:00', '2026-03-11 05:59:59'), 'no pickup at this time', 'and before it opens too early');
select is(found('2026-03-10 09:00', '2026-03-24 06:00'), '2026-03-24 06:00', 'up to the horizon of bookings');
select is(reason('2026-03-10 09:00', '2026-03-25 06:00'), 'no pickup at this time', 'and not behind it');

-- days of 23 and of 25 hours, in a shop that never closes: at two on Friday 2026-03-27 it is three, at two on Sunday 2026-10-25 it is one
update store.settings set delivery_start_time = '00:00', delivery_end_time = '24:00';
select is(found('2026-03-27 00:30'), '2026-03-27 03:00', 'where an hour is left out, the next one is an hour and a half away');
create function tap.at(p_now timestamptz, p_wish timestamptz default null, p_capacity integer default null) returns timestamptz
    language sql stable
return (select store.pickup_find(id('branch'), p_capacity, s, p_wish, p_now) from store.settings as s);
select is(at('2026-10-25 00:30+03'), '2026-10-25 01:00+02'::timestamptz, 'where one comes twice, the second one is the next');

-- places
insert into fixture select 'attempt', l.checkout_attempt_id
from (select api.cart_item_add(id('customer'), id('milk'), 1)) as c
cross join lateral api.checkout_lock(
    id('customer'), 'key', '\x01', null, 'PICKUP', id('branch'), null, null, null, null, null, null, false, 60
) as l;
update store.settings set delivery_start_time = '06:00', delivery_end_time = '22:00';
update store.checkout_attempts
set pickup_starts_at = '2026-03-10 10:30+02', pickup_ends_at = '2026-03-10 12:30+02'
where checkout_attempt_id = id('attempt');
select throws_ok(
    $$select found('2026-03-10 09:00', '2026-03-10 10:00', 1)$$, 'MS409', 'SLOT_FULL', 'an hour whose place is taken is full'
);
select is(
    found('2026-03-10 09:00', '2026-03-10 11:00', 1) || ', ' || found('2026-03-10 09:00', '2026-03-10 10:59', 2),
    '2026-03-10 11:00, 2026-03-10 10:59', 'another hour is not, nor is one of two places'
);
select is(found('2026-03-10 09:00', null, 1), '2026-03-10 11:00', 'without a wish the next hour with a place is taken');
select throws_ok($$select found('2026-03-10 09:00', null, 0)$$, 'MS409', 'SLOT_FULL', 'a branch without places has none');
update store.checkout_attempts
set pickup_starts_at = '2026-10-25 01:15+03', pickup_ends_at = '2026-10-25 02:15+02'
where checkout_attempt_id = id('attempt');
update store.settings set delivery_start_time = '00:00';
select is(
    at('2026-10-25 00:00+03', '2026-10-25 01:00+02', 1), '2026-10-25 01:00+02'::timestamptz, 'the hour that comes twice has its places twice'
);
select api.checkout_release(id('attempt'), 'card_declined', '{}');
select is(
    at('2026-10-25 00:00+03', '2026-10-25 01:00+03', 1), '2026-10-25 01:00+03'::timestamptz, 'what is given back is there again'
);

select * from finish();

rollback;
