begin;
\ir ../fixture.psql

select plan(4);

select lives_ok($$select api.login_failed('Customer@example.com')$$, 'a refused login of a user is noted');
select lives_ok($$select api.login_failed('my secret password')$$, 'so is one of nobody''s');
select results_eq(
    $$select entity_id from audit.entries where action = 'LOGIN_FAILED' order by entity_id$$,
    $$values (id('customer')), (null::bigint)$$,
    'at the user, or at none'
);
select is_empty(
    $$select 1 from audit.entries as e where e.action = 'LOGIN_FAILED' and to_jsonb(e)::text like '%secret%'$$,
    'what was typed is not kept'
);

select * from finish();

rollback;
