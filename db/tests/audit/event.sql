begin;
\ir ../fixture.psql
\ir acting.psql

select plan(5);

select set_config('mami.request_id', 'req-1', true);
select lives_ok(
    $$select api.tried(id('customer')::text, format('select audit.event(''SOMETHING'', ''users'', %s, ''{"why": "test"}'')', id('other')))$$,
    'an event is written without a row change'
);
select results_eq(
    $$
        select entity_type, entity_id, action, context, actor_user_id, request_id, db_user
        from audit.entries where action = 'SOMETHING'
    $$,
    $$values ('users', id('other'), 'SOMETHING', '{"why": "test"}'::jsonb, id('customer'), 'req-1', session_user::text collate "default")$$,
    'with what, who, and by which request'
);
select is((select e.subject_user_id from audit.entries as e where e.action = 'SOMETHING'), id('other'), 'and whose data it is about');
insert into store.sessions (user_id) values (id('other'));
select audit.event('OF_A_SESSION', 'sessions', (select max(s.session_id) from store.sessions as s));
select is(
    (select e.subject_user_id from audit.entries as e where e.action = 'OF_A_SESSION'), id('other'), 'a session leads to its user'
);
select audit.event('OF_NOTHING', 'audit', null);
select is((select e.subject_user_id from audit.entries as e where e.action = 'OF_NOTHING'), null, 'and nothing to nobody');

select * from finish();

rollback;
