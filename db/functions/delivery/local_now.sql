create or replace function store.local_now()
    returns timestamp
    language sql
    stable parallel safe
    security invoker
return (select now() at time zone s.time_zone from store.settings as s);

comment on function store.local_now is 'The time on the shop''s wall: now in the zone of the settings.';
revoke all on function store.local_now from public;
