begin;
\ir ../fixture.psql

select plan(15);

insert into fixture select 'attempt', locked_attempt('customer');
select api.checkout_intent(id('attempt'), 'pi_1');

-- in other states nothing is taken
create temporary table before on commit drop as select a.lease_expires_at, a.tries from store.checkout_attempts as a;
select results_eq(
    $$select state, response_status from api.checkout_continue(id('customer'), id('attempt'), 60)$$, $$values ('LOCKED', null::integer)$$,
    'what its gateway still drives is left to it'
);
select results_eq(
    'select a.lease_expires_at, a.tries from store.checkout_attempts as a', 'select b.lease_expires_at, b.tries from before as b', 'and keeps its lease'
);
select api.checkout_doubt(id('attempt'), 'timeout', 60000);
select is((select state from api.checkout_continue(id('customer'), id('attempt'), 60)), 'UNKNOWN', 'one in doubt is told as such');
select is(
    (select count(*)::integer from api.checkout_claim(10, 60)), 1, 'and due for the reconciler at once'
);

-- happy path
select api.checkout_action(id('attempt'), 'secret', null);
select results_eq(
    $$select state, intent_reference, amount_minor, action_is_over, tries, customer_reference from api.checkout_continue(id('customer'), id('attempt'), 60)$$,
    $$values ('ACTION_REQUIRED', 'pi_1', 5580::bigint, false, 2, null::text)$$, 'one that waits is taken, with what drives it on'
);
select ok(
    (select a.lease_expires_at between clock_timestamp() + interval '58 seconds' and clock_timestamp() + interval '60 seconds' from store.checkout_attempts as a),
    'with a lease'
);
update store.checkout_attempts set action_expires_at = clock_timestamp();
select is(
    (select action_is_over from api.checkout_continue(id('customer'), id('attempt'), 60)), true, 'whether the deadline is over is told'
);
select is(
    (select c.lease_number - a.lease_number from store.checkout_attempts as a, api.checkout_continue(id('customer'), id('attempt'), 60) as c),
    1, 'each taking has a number that nobody had before'
);
select commit(id('attempt'), 'pi_1', 5580, 'ils');
select results_eq(
    $$select response_status, state from api.checkout_continue(id('customer'), id('attempt'), 60)$$, $$values (201, 'COMMITTED')$$,
    'what has ended gives the answer of its key'
);

-- errors
select throws_ok(
    $$select * from api.checkout_continue(id('other'), id('attempt'), 60)$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'somebody else''s is not found'
);
select throws_ok($$select * from api.checkout_continue(id('customer'), -1, 60)$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'nor is an unknown one');
select throws_ok($$select * from api.checkout_continue(id('manager'), id('attempt'), 60)$$, 'MS403', 'FORBIDDEN', 'a manager buys nothing');
select throws_ok($$select * from api.checkout_continue(-1, id('attempt'), 60)$$, 'MS401', 'UNAUTHORIZED', 'nor does nobody');

-- side effects
select is(
    (select actor_user_id from audit.entries where source = 'api.checkout_continue' limit 1), id('customer'), 'it is audited as the customer''s'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
