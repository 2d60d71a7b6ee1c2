begin;
\ir ../fixture.psql

select plan(2);

select store.act_as(id('customer')::text);
select set_config('mami.request_id', 'req-1', true);
select lives_ok(
    $$select audit.event('SOMETHING', 'users', 7, '{"why": "test"}')$$, 'an event is written without a row change'
);
select results_eq(
    $$
        select entity_type, entity_id, action, context, actor_user_id, request_id, db_user
        from audit.entries where action = 'SOMETHING'
    $$,
    $$values ('users', 7::bigint, 'SOMETHING', '{"why": "test"}'::jsonb, id('customer'), 'req-1', session_user::text collate "default")$$,
    'with what, who, and by which request'
);

select * from finish();

rollback;
