begin;
\ir ../fixture.psql

select plan(3);

select is(
    store.rfc3339('2026-11-22 12:15:00.1234+02'), '2026-11-22T10:15:00.123Z', 'a time is shown in UTC with milliseconds'
);
set local time zone 'Asia/Jerusalem';
select is(
    store.rfc3339('2026-07-01 00:00:00+00'), '2026-07-01T00:00:00.000Z', 'whatever the session''s time zone is'
);
select is(store.rfc3339(null), null, 'null stays null');

select * from finish();

rollback;
