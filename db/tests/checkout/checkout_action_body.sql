begin;
\ir ../fixture.psql

select plan(2);

insert into fixture select 'attempt', locked_attempt('customer');
update store.checkout_attempts
set intent_reference = 'pi_1', state = 'ACTION_REQUIRED', action_secret = 'secret', action_expires_at = '2030-01-02 03:04:05+00';

select is(
    (select store.checkout_action_body(a)::jsonb -> 'data' from store.checkout_attempts as a),
    jsonb_build_object(
        'attempt_id', id('attempt'), 'state', 'ACTION_REQUIRED', 'client_secret', 'secret', 'redirect_url', null,
        'expires_at', store.rfc3339('2030-01-02 03:04:05+00')
    ),
    'it says what the client needs to ask the card''s owner'
);

-- errors
select throws_ok(
    $$update store.checkout_attempts set action_expires_at = null$$, '23514', null, 'nobody is waited for without an end'
);

select * from finish();

rollback;
