begin;
\ir ../fixture.psql
\ir life.psql

select plan(8);

create function tap.take(p_person text, p_role store.user_role, p_reason text default null) returns bigint
    language plpgsql volatile
as $$
begin
    perform store.order_take(o, p_role, p_reason, tap.id(p_person)) from store.orders as o where o.order_id = tap.id('order');

    return (select o.assigned_to from store.orders as o where o.order_id = tap.id('order'));
end;
$$;

insert into fixture values ('order', ordered('customer'));
select is(take('employee', 'EMPLOYEE'), id('employee'), 'an order that nobody has begun is the first one''s');
update store.orders set lease_expires_at = clock_timestamp() + interval '1 second';
select is(take('employee', 'EMPLOYEE'), id('employee'), 'who has it may say so again');
select ok((select o.lease_expires_at > clock_timestamp() + interval '19 minutes' from store.orders as o), 'and has it for longer');
select throws_ok($$select take('second', 'EMPLOYEE')$$, 'MS409', 'ORDER_CLAIMED', 'another picker does not get it');
update store.orders set lease_expires_at = clock_timestamp();
select is(take('second', 'EMPLOYEE'), id('second'), 'but when nothing was done for it as long as a lease lasts');
select is(take('manager', 'MANAGER', 'she went home'), id('manager'), 'a manager takes over whatever is picked');
select results_eq(
    $$
        select e.actor_user_id, e.old_value ->> 'assigned_to', e.new_value ->> 'assigned_to', e.new_value ->> 'status_reason'
        from audit.entries as e
        where e.entity_type = 'orders'
        order by e.audit_entry_id desc
        limit 1
    $$,
    $$values (null::bigint, id('second')::text, id('manager')::text, 'she went home')$$, 'and the log says from whom and why'
);
select store.order_move(o, 'DELAYED', 'MANAGER', 'the van is late', id('manager')) from store.orders as o where o.order_id = id('order');
select is(take('admin', 'ADMIN'), id('admin'), 'one that goes on after a delay is whose it is then');

select * from finish();

rollback;
