begin;
\ir ../fixture.psql

select plan(16);

insert into fixture select 'attempt', locked_attempt('customer');

-- happy path
select results_eq(
    $$select * from api.checkout_intent(id('attempt'), 'pi_1')$$, $$values ('pi_1', true, 'LOCKED', null::integer, null::text)$$,
    'a locked attempt stores its payment'
);
select results_eq(
    $$select intent_reference, provider_reference from store.checkout_attempts$$, $$values ('pi_1', null::text)$$,
    'as what will be asked for, not as what has paid'
);
select is(
    (select intent_reference from api.checkout_intent(id('attempt'), 'pi_2')), 'pi_1',
    'a second one changes nothing: the first is the one to be confirmed'
);
select api.checkout_doubt(id('attempt'), 'timeout', 60000);
insert into fixture select 'doubted', locked_attempt('other', 'key 2');
select api.checkout_doubt(id('doubted'), 'timeout', 60000);
select is(
    (select state || ' ' || intent_reference from api.checkout_intent(id('doubted'), 'pi_3')), 'UNKNOWN pi_3',
    'an attempt in doubt stores it too'
);

-- refusals
select throws_ok($$select * from api.checkout_intent(-1, 'pi_1')$$, 'MS404', 'ATTEMPT_NOT_FOUND', 'an unknown one is not found');
select api.checkout_release(id('doubted'), 'card_declined', '{"a":1}');
select results_eq(
    $$select * from api.checkout_intent(id('doubted'), 'pi_4')$$, $$values ('pi_3', false, 'DECLINED', 400, '{"a":1}')$$,
    'an attempt that has ended gives its answer, and stores nothing'
);
insert into fixture select 'expired', locked_attempt('other', 'key 3');
select api.checkout_expire(id('expired'));
select is(
    (
        select state || ' ' || may_be_confirmed || ' ' || coalesce(intent_reference, 'none')
        from api.checkout_intent(id('expired'), 'pi_5')
    ),
    'EXPIRED false none',
    'a driver that comes late must not confirm'
);
insert into fixture select 'second', locked_attempt('other', 'key 4');
select throws_ok(
    $$select * from api.checkout_intent(id('second'), 'pi_1')$$, '23505', null, 'one payment is never two attempts'''
);
select is(
    (select constraint_names from store.error_code where code = 'PAYMENT_MISMATCH'), '{checkout_attempts_intent_reference_key}',
    'which a caller is told by a code'
);
select throws_ok(
    $$update store.checkout_attempts set state = 'COMMITTED' where checkout_attempt_id = id('second')$$, '23514', null,
    'no hand can commit an attempt without its payment'
);

-- side effects
select is(
    (select count(*)::integer from audit.entries where source = 'api.checkout_intent' and actor_user_id = id('customer')), 1,
    'the audit log has it, once, as the customer''s'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- somebody else has taken it over, and has seen no payment
update store.checkout_attempts set lease_number = 2 where checkout_attempt_id = id('second');
select results_eq(
    $$select * from api.checkout_intent(id('second'), 'pi_late', 1)$$, $$values (null::text, false, 'LOCKED', null::integer, null::text)$$,
    'who was overtaken stores no payment, and may confirm none'
);
select is((select intent_reference from store.checkout_attempts where checkout_attempt_id = id('second')), null, 'so that no money can move by it');
select is((select may_be_confirmed from api.checkout_intent(id('second'), 'pi_6', 2)), true, 'who has the lease may');
select results_eq(
    $$select intent_reference, may_be_confirmed from api.checkout_intent(id('second'), 'pi_6', 1)$$, $$values ('pi_6', false)$$,
    'who was overtaken does not even confirm what is stored'
);

select * from finish();

rollback;
