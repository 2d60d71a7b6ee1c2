begin;
\ir ../fixture.psql

select plan(18);

insert into fixture select 'attempt', locked_attempt('customer');

create function tap.claimed_again() returns table (shop_id text, provider_key text, intent_reference text)
    language plpgsql volatile
as $$
begin
    update store.checkout_attempts set lease_expires_at = clock_timestamp(), tries = tries - 1;

    return query select c.shop_id, c.provider_key, c.intent_reference from api.checkout_claim(10, 60) as c;
end;
$$;

-- happy path
select is_empty('select * from api.checkout_claim(10, 60)', 'an attempt whose lease runs is nobody else''s');
select ok(
    (select lease_expires_at >= clock_timestamp() + interval '58 seconds' from store.checkout_attempts),
    'the lease is counted from the clock'
);
-- The transaction began before this moment: by now() the lease would not be over.
update store.checkout_attempts set lease_expires_at = clock_timestamp();
select pg_sleep(0.01);
select results_eq(
    'select checkout_attempt_id, state, amount_minor, currency, provider_token, tries from api.checkout_claim(10, 60)',
    $$values (id('attempt'), 'LOCKED', 5580::bigint, 'ils', 'pm_card_visa', 1)$$,
    'one whose lease is over by the clock is taken, with what drives it on'
);
select is_empty('select * from api.checkout_claim(10, 60)', 'it is taken once');
select results_eq(
    'select shop_id, provider_key, intent_reference from tap.claimed_again()',
    'select s.shop_id::text, a.provider_key::text, null from store.settings as s, store.checkout_attempts as a',
    'it is known at the provider by the shop and a key of its own'
);
select api.checkout_intent(id('attempt'), 'pi_1');
select is((select intent_reference from tap.claimed_again()), 'pi_1', 'and by its payment, once that is stored');
select ok(
    (select lease_expires_at between clock_timestamp() + interval '55 seconds' and clock_timestamp() + interval '60 seconds' from store.checkout_attempts),
    'it has a new lease'
);
select pg_sleep(0.02);
select api.checkout_doubt(id('attempt'), 'timeout', 0);
select is((select tries from api.checkout_claim(10, 60)), 2, 'tries are counted');
select api.checkout_doubt(id('attempt'), 'timeout', 0);
insert into fixture select 'second', locked_attempt('other', 'key 2');
select api.checkout_doubt(id('second'), 'timeout', 0);
select is((select count(*)::integer from api.checkout_claim(1, 60)), 1, 'the limit holds');

-- what is ended or waits for a human is not taken
update store.checkout_attempts set lease_expires_at = clock_timestamp() - interval '1 hour';
select api.checkout_review(id('attempt'), 'no idea');
select commit(id('second'), 'pi_2', 5580, 'ils');
select is_empty('select * from api.checkout_claim(10, 60)', 'ended ones and those in review are left alone');

-- side effects
select ok(
    exists (
        select from audit.entries
        where entity_type = 'checkout_attempts' and source = 'api.checkout_claim' and context ->> 'actor' = 'system'
    ),
    'the taking is audited'
);
select is((select sum(reserved)::integer from store.inventory), 3, 'what is locked stays locked');
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

-- what a try must have in common with the one before
update store.settings set capture = 'on_ready';
insert into fixture select 'third', locked_attempt('other', 'key 3');
update store.settings set capture = 'on_confirm';
select api.checkout_doubt(id('third'), 'timeout', 0);
select is((select capture from api.checkout_claim(10, 60)), 'on_ready', 'an attempt keeps the mode that it was locked with');
select api.checkout_compensate(id('third'), 'pi_3', 5680, 'wrong amount', true);
select is((select is_held from api.checkout_claim(10, 60)), true, 'whether money is held or taken is told');

-- one that waits for the card's owner
select api.checkout_review(id('third'), 'done with');
update store.payment_tokens set customer_reference = 'cus_1' where payment_token_id = id('customer token');
update store.checkout_attempts set state = 'UNKNOWN', intent_reference = 'pi_4' where checkout_attempt_id = id('attempt');
select api.checkout_action(id('attempt'), 'secret', null);
update store.checkout_attempts set lease_expires_at = clock_timestamp() where state = 'ACTION_REQUIRED';
select results_eq(
    'select state, customer_reference, action_is_over from api.checkout_claim(10, 60)', $$values ('ACTION_REQUIRED', 'cus_1', false)$$,
    'one that waits for the card''s owner is looked at, as its customer''s'
);
update store.checkout_attempts set lease_expires_at = clock_timestamp(), action_expires_at = clock_timestamp() where state = 'ACTION_REQUIRED';
select is((select action_is_over from api.checkout_claim(10, 60)), true, 'and told when the time is over');

-- numbers of leases
update store.checkout_attempts set state = 'UNKNOWN', lease_expires_at = clock_timestamp() where state = 'LOCKED';
update store.checkout_attempts set lease_expires_at = clock_timestamp();
select is(
    (select c.lease_number - a.lease_number from store.checkout_attempts as a, api.checkout_claim(1, 60) as c where a.checkout_attempt_id = c.checkout_attempt_id),
    1, 'each claim has a number that nobody had before'
);

select * from finish();

rollback;
