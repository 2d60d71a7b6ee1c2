begin;
\ir ../fixture.psql

select plan(1);

select is(
    (api.ready() ->> 'migration')::integer, (select max(number) from migrator.migrations),
    'says which migration the schema has reached'
);

select * from finish();

rollback;
