begin;
\ir ../fixture.psql
\ir life.psql

select plan(9);

-- Each edge with each role is tried in order_status_set.sql.
create function tap.move(p_order text, p_to store.order_status, p_role store.user_role) returns void
    language plpgsql volatile
as $$
begin
    perform store.order_move(o, p_to, p_role, 'a test', tap.id('employee')) from store.orders as o where o.order_id = tap.id(p_order);
end;
$$;

insert into fixture values ('order', ordered('customer'));
select move('order', 'IN_PROGRESS', 'EMPLOYEE');
select results_eq(
    'select status::text, status_reason, assigned_to from store.orders', $$values ('IN_PROGRESS', 'a test', id('employee'))$$,
    'who begins an order picks it'
);
select ok(
    (
        select o.lease_expires_at between clock_timestamp() + interval '19 minutes' and clock_timestamp() + interval '20 minutes'
        from store.orders as o
    ),
    'for as long as the settings say'
);
select throws_ok(
    $$select move('order', 'CANCELED', 'EMPLOYEE')$$, 'MS409', 'INVALID_STATUS_TRANSITION', 'an edge is for the roles that it names'
);
select pick('employee', 'order', 'milk');
select throws_ok(
    $$select move('order', 'READY', 'MANAGER')$$, 'MS409', 'INVALID_STATUS_TRANSITION', 'it is not ready before all was looked for'
);
select pick('employee', 'order', 'milk', 'MISSING');
select throws_ok(
    $$select move('order', 'MISSING', 'MANAGER')$$, 'MS409', 'INVALID_STATUS_TRANSITION', 'nor known to be short'
);
select move('order', 'DELAYED', 'MANAGER');
select is((select delayed_from::text from store.orders), 'IN_PROGRESS', 'a late order knows where it was');
select throws_ok(
    $$select move('order', 'READY', 'MANAGER')$$, 'MS409', 'INVALID_STATUS_TRANSITION', 'and goes back there and nowhere else'
);
select move('order', 'IN_PROGRESS', 'MANAGER');
select is((select delayed_from from store.orders), null, 'then it knows it no longer');
select is((select assigned_to from store.orders), id('employee'), 'and is still its picker''s');

select * from finish();

rollback;
