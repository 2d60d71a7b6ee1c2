begin;
\ir ../fixture.psql

select plan(4);

select set_config('mami.actor', '', true), set_config('mami.request_id', '', true), set_config('mami.source', '', true);
select is(audit.current_call(), row(null, null, null, null)::audit.call, 'by hand there is nobody but the login');
select set_config('mami.actor', '7', true), set_config('mami.request_id', 'r-1', true), set_config('mami.source', 'api.x', true);
select is(audit.current_call(), row(7, null, 'r-1', 'api.x')::audit.call, 'a user, the request, the function');
select set_config('mami.actor', 'system', true);
select is((audit.current_call()).context, '{"actor": "system"}', 'who is no user is named');
select set_config('mami.actor', '', true);
select through_gateway_is(
    'select audit.current_call()', 'permission denied for schema audit', 'the gateway asks for nothing here itself'
);

select * from finish();

rollback;
