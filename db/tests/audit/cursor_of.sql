begin;
\ir ../fixture.psql

select plan(1);

select is(
    audit.cursor_of('2026-11-22T10:15:00.123456Z', 17), '1795342500123456-17', 'a place in the log is a time, to the microsecond, and an id'
);

select * from finish();

rollback;
