begin;
\ir ../fixture.psql

select plan(11);

insert into fixture select 'attempt', locked_attempt('customer');

select is(
    api.delivery_slot_toggle(id('manager'), id('slot'), false)::jsonb #> '{data,is_active}', 'false', 'a window is offered no longer'
);
select is(
    (
        select c.response_status
        from store.checkout_attempts as a
        cross join lateral commit(a.checkout_attempt_id, 'pi_1', (a.total_amount * 100)::bigint, a.currency) as c
        where a.checkout_attempt_id = id('attempt')
    ),
    201, 'what is booked in it goes on'
);
select is(
    api.delivery_slot_toggle(id('manager'), id('slot'), true)::jsonb #> '{data,is_active}', 'true', 'it is offered again'
);

-- refusals
select api.delivery_slot_toggle(id('manager'), id('slot'), false);
select api.delivery_slot_create(
    id('manager'), extract(dow from store.local_now()::date + 1)::integer, '11:00', '13:00', 1
);
select throws_ok(
    $$select api.delivery_slot_toggle(id('manager'), id('slot'), true)$$, 'MS409', 'SLOT_OVERLAP', 'not where another one is by now'
);
select api.delivery_slot_toggle(id('manager'), id('slot 0'), false), api.delivery_slot_toggle(id('manager'), id('slot 1'), false);
update store.settings set delivery_slot_hours = 3;
select throws_ok(
    $$
        select api.delivery_slot_toggle(
            id('manager'), case when id('slot') = id('slot 0') then id('slot 1') else id('slot 0') end, true
        )
    $$,
    'MS400', 'VALIDATION_ERROR', 'nor one that could not be made now'
);
select throws_ok(
    $$select api.delivery_slot_toggle(id('manager'), -1, false)$$, 'MS404', 'DELIVERY_SLOT_NOT_FOUND', 'one that is not there is not found'
);
select throws_ok($$select api.delivery_slot_toggle(id('customer'), id('slot'), false)$$, 'MS403', 'FORBIDDEN', 'a customer may not');
select throws_ok($$select api.delivery_slot_toggle(id('employee'), id('slot'), false)$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.delivery_slot_toggle(-1, id('slot'), false)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select api.delivery_slot_toggle(id('manager'), id('slot'), false);
select is(
    (
        select string_agg(e.new_value ->> 'is_active', ' ' order by e.audit_entry_id)
        from audit.entries as e
        where e.entity_type = 'delivery_slots'
            and e.entity_id = id('slot')
            and e.action = 'UPDATE'
            and e.source = 'api.delivery_slot_toggle'
            and e.actor_user_id = id('manager')
    ),
    'false true false', 'each change is audited with its actor, and nothing else'
);
select is(
    (select booked from store.slot_dates where delivery_slot_id = id('slot')), 1, 'a booking stays'
);

select * from finish();

rollback;
