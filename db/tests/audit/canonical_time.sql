begin;
\ir ../fixture.psql
\ir seal.psql

select plan(2);

set local timezone = 'Asia/Jerusalem';
select is(
    audit.canonical_time('2026-03-27 02:30:00.000001+02'), '2026-03-27T00:30:00.000001Z', 'a time is hashed in UTC, to the microsecond'
);
set local datestyle = 'SQL, DMY';
select is(audit.canonical_time('epoch'), '1970-01-01T00:00:00.000000Z', 'whatever the session shows');

select * from finish();

rollback;
