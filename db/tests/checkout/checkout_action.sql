begin;
\ir ../fixture.psql

select plan(17);

insert into fixture select 'attempt', locked_attempt('customer');
select api.checkout_intent(id('attempt'), 'pi_1');

-- happy path
select results_eq(
    $$select response_status, response_body::jsonb #>> '{data,client_secret}', response_body::jsonb #>> '{data,redirect_url}', state from api.checkout_action(id('attempt'), 'pi_1_secret_2', 'https://bank/1')$$,
    $$values (202, 'pi_1_secret_2', 'https://bank/1', 'ACTION_REQUIRED')$$, 'the card''s owner is waited for, and the client learns how to ask'
);
select ok(
    (select action_expires_at between clock_timestamp() + interval '14 minutes' and clock_timestamp() + interval '15 minutes' from store.checkout_attempts),
    'for as long as the settings say'
);
select ok(
    (select lease_expires_at between clock_timestamp() + interval '25 seconds' and clock_timestamp() + interval '30 seconds' from store.checkout_attempts),
    'and looked at meanwhile, as an event may be lost'
);
select is((select sum(reserved)::integer from store.inventory), 3, 'the stock stays locked');
update store.settings set payment_action_minutes = 1;
create temporary table first on commit drop as select action_expires_at from store.checkout_attempts;
select is(
    (select response_body::jsonb #>> '{data,redirect_url}' from api.checkout_action(id('attempt'), 'pi_1_secret_2', null)),
    null, 'a page that is gone is not told'
);
select is((select action_expires_at from store.checkout_attempts), (select action_expires_at from first), 'asking again moves no deadline');
update store.checkout_attempts set action_expires_at = clock_timestamp() + interval '3 seconds';
select api.checkout_action(id('attempt'), 'pi_1_secret_2', null);
select ok(
    (select lease_expires_at between clock_timestamp() and clock_timestamp() + interval '3 seconds' from store.checkout_attempts),
    'at the deadline it is looked at'
);

-- side effects
select results_eq(
    $$select outcome, response_status, response_body::jsonb #>> '{data,state}' from lock('customer')$$,
    $$values ('REPLAY', 202, 'ACTION_REQUIRED')$$, 'the same key is answered the same while it waits'
);
select throws_ok(
    $$select * from lock('customer', 'another')$$, 'MS409', 'CHECKOUT_IN_PROGRESS', 'another one cannot check this cart out'
);
select throws_ok(
    $$select api.cart_clear(id('customer'))$$, 'MS409', 'CHECKOUT_IN_PROGRESS', 'nor change it'
);
select is_empty(
    $$select 1 from audit.entries where entity_type = 'checkout_attempts' and new_value::text like '%pi_1_secret_2%'$$,
    'the secret is in no entry of the audit log'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');
select results_eq(
    $$select response_status from api.checkout_commit(id('attempt'), 'pi_1', 5580, 'ils')$$, 'values (201)', 'approved, it is an order'
);

-- somebody else has taken it over
insert into fixture select 'taken', locked_attempt('other', 'key 2');
update store.checkout_attempts set lease_number = 2 where checkout_attempt_id = id('taken');
select results_eq(
    $$select * from api.checkout_action(id('taken'), 'x', null, 1)$$, $$values (null::integer, null::text, 'LOCKED')$$,
    'who was overtaken asks nobody, and is told'
);
select api.checkout_intent(id('taken'), 'pi_2', 2);
select is((select state from api.checkout_action(id('taken'), 'x', null, 2)), 'ACTION_REQUIRED', 'who has the lease does');

-- errors
select results_eq(
    $$select response_status, state from api.checkout_action(id('attempt'), 'x', null)$$, $$values (201, 'COMMITTED')$$,
    'what has ended stays ended, and its answer is told'
);
select throws_ok(
    $$select api.checkout_action(-1, 'x', null)$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found'
);

select * from finish();

rollback;
