begin;
\ir ../fixture.psql
\ir seal.psql

select plan(2);

select is(api.audit_partitions_ensure(), 0, 'after the migrator''s call there is nothing to make');
select through_gateway_is('select api.audit_partitions_ensure()', 'ok', 'the gateway may call it');

select * from finish();

rollback;
