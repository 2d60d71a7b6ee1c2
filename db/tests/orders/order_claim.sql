begin;
\ir ../fixture.psql
\ir life.psql

select plan(8);

insert into fixture values ('order', ordered('customer'));

-- happy path
select is(api.order_claim(id('employee'), id('order')) #>> '{data,assigned_to,full_name}', 'Employee', 'an employee claims an order');
select is(
    api.order_claim(id('manager'), id('order'), 'too slow') #>> '{data,status_reason}', 'too slow', 'a manager takes it over, and says why'
);

-- refusals
select throws_ok($$select api.order_claim(id('employee'), id('order'))$$, 'MS409', 'ORDER_CLAIMED', 'the former one does not get it back');
select is(
    details($$select api.order_claim(id('employee'), id('order'))$$) -> 'assigned_to', to_jsonb(id('manager')), 'and is told whose it is'
);
select throws_ok($$select api.order_claim(id('employee'), -1)$$, 'MS404', 'ORDER_NOT_FOUND', 'an unknown order');
select throws_ok($$select api.order_claim(id('customer'), id('order'))$$, 'MS403', 'FORBIDDEN', 'customers pick nothing');
select tap.set('manager', 'order', 'CANCELED');
select throws_ok($$select api.order_claim(id('employee'), id('order'))$$, 'MS409', 'INVALID_STATUS_TRANSITION', 'what is over is nobody''s');

-- side effects
select results_eq(
    $$
        select e.actor_user_id, e.source
        from audit.entries as e
        where e.entity_type = 'orders' and e.new_value ? 'assigned_to' and e.action = 'UPDATE'
        order by e.audit_entry_id
    $$,
    $$values (id('employee'), 'api.order_claim'), (id('manager'), 'api.order_claim')$$, 'both are in the log'
);

select * from finish();

rollback;
