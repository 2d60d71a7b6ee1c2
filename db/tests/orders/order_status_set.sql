begin;
\ir ../fixture.psql
\ir life.psql

select plan(27);

insert into fixture values ('delivery', ordered('customer', 'd')), ('pickup', pickup('other', 'p'));

-- Each state, each status, each role, each way: what comes of it. Who tries is undone, and so is who brought it there.
create temporary table tried (way text, state text, status text, person text, outcome text) on commit drop;

create function tap.attempted(p_order text, p_to text, p_person text) returns text
    language plpgsql volatile
as $$
declare
    v_outcome text;
begin
    perform tap.set(p_person, p_order, p_to);
    v_outcome := coalesce(
        (select string_agg(c.invariant, '; ') from store.check_invariants() as c),
        (
            select case o.status::text when p_to then 'taken' else 'another status' end
            from store.orders as o
            where o.order_id = tap.id(p_order)
        )
    );

    raise exception 'undo' using errcode = 'ZZ001';
exception
    when sqlstate 'ZZ001' then return v_outcome;
    when sqlstate 'MS409' or sqlstate 'MS403' then return sqlerrm;
end;
$$;

create function tap.try_all(p_order text, p_state text) returns text[]
    language plpgsql volatile
as $$
declare
    v_tried text[];
begin
    perform tap.bring(p_order, p_state);
    v_tried := array(
        select array[p_order, p_state, t.status::text, p.name, tap.attempted(p_order, t.status::text, p.name)]
        from unnest(enum_range(null::store.order_status)) as t (status)
        cross join (values ('customer'), ('employee'), ('manager'), ('admin')) as p (name)
    );

    raise exception 'undo' using errcode = 'ZZ001';
exception
    when sqlstate 'ZZ001' then return v_tried;
end;
$$;

insert into tried
select t.a[n][1], t.a[n][2], t.a[n][3], t.a[n][4], t.a[n][5]
from (
    select tap.try_all(w.name, s.state) as a
    from (values ('delivery'), ('pickup')) as w (name)
    cross join unnest(
        array[
            'CREATED', 'IN_PROGRESS', 'IN_PROGRESS picked', 'IN_PROGRESS missing', 'MISSING', 'READY', 'OUT_FOR_DELIVERY', 'DELIVERED',
            'CANCELED', 'DELAYED CREATED', 'DELAYED IN_PROGRESS', 'DELAYED READY', 'DELAYED OUT_FOR_DELIVERY'
        ]
    ) as s (state)
    where w.name = 'delivery' or s.state not like '%OUT_FOR_DELIVERY'
) as t
cross join lateral generate_subscripts(t.a, 1) as n;

-- Managers and admins; and employees, where it says so.
create temporary table allowed (way text, state text, status text, is_for_employees boolean) on commit drop;
insert into allowed
select w.name, a.state, a.status, a.is_for_employees
from (
    values
        ('CREATED', 'IN_PROGRESS', true),
        ('CREATED', 'DELAYED', false),
        ('CREATED', 'CANCELED', false),
        ('IN_PROGRESS', 'DELAYED', false),
        ('IN_PROGRESS', 'CANCELED', false),
        ('IN_PROGRESS picked', 'READY', true),
        ('IN_PROGRESS picked', 'DELAYED', false),
        ('IN_PROGRESS picked', 'CANCELED', false),
        ('IN_PROGRESS missing', 'MISSING', true),
        ('IN_PROGRESS missing', 'DELAYED', false),
        ('IN_PROGRESS missing', 'CANCELED', false),
        ('MISSING', 'READY', false),
        ('MISSING', 'IN_PROGRESS', false),
        ('MISSING', 'CANCELED', false),
        ('READY', 'DELAYED', false),
        ('READY', 'CANCELED', false),
        ('DELAYED CREATED', 'CREATED', false),
        ('DELAYED CREATED', 'CANCELED', false),
        ('DELAYED IN_PROGRESS', 'IN_PROGRESS', false),
        ('DELAYED IN_PROGRESS', 'CANCELED', false),
        ('DELAYED READY', 'READY', false),
        ('DELAYED READY', 'CANCELED', false)
) as a (state, status, is_for_employees)
cross join (values ('delivery'), ('pickup')) as w (name)
union all
values
    ('pickup', 'READY', 'DELIVERED', true),
    ('delivery', 'READY', 'OUT_FOR_DELIVERY', true),
    ('delivery', 'OUT_FOR_DELIVERY', 'DELIVERED', true),
    ('delivery', 'OUT_FOR_DELIVERY', 'DELAYED', false),
    ('delivery', 'DELAYED OUT_FOR_DELIVERY', 'OUT_FOR_DELIVERY', false),
    ('delivery', 'DELAYED OUT_FOR_DELIVERY', 'CANCELED', false);

-- happy path
select is(count(*)::integer, (13 + 11) * 8 * 4, 'each state, status, role and way was tried') from tried;
select results_eq(
    $$select way, state, status, person from tried where outcome = 'taken' order by 1, 2, 3, 4$$,
    $$
        select a.way, a.state, a.status, p.name
        from allowed as a
        join (values ('employee'), ('manager'), ('admin')) as p (name) on p.name <> 'employee' or a.is_for_employees
        order by 1, 2, 3, 4
    $$,
    'each edge is taken by whom it is for, and leaves every invariant as it was; no other is taken'
);

-- refusals
select is_empty(
    $$select * from tried where person = 'customer' and outcome <> 'FORBIDDEN'$$, 'a customer moves nothing here'
);
select is_empty(
    $$select * from tried where person <> 'customer' and outcome not in ('taken', 'INVALID_STATUS_TRANSITION')$$,
    'whatever else is tried is no step for an order in that state'
);
select is(
    details($$select tap.set('employee', 'delivery', 'READY')$$),
    '{"from": "CREATED", "to": "READY", "reason": "no such step for you"}', 'and the answer says from where to where'
);
select throws_ok(
    $$select api.order_status_set(id('manager'), id('delivery'), 'DELAYED')$$, 'MS400', 'VALIDATION_ERROR', 'late is an order only for a reason'
);
select throws_ok($$select api.order_status_set(id('manager'), -1, 'READY')$$, 'MS404', 'ORDER_NOT_FOUND', 'an unknown order');
select throws_ok(
    $$select api.order_status_set(id('manager'), id('delivery'), 'IN_PROGRESS', null, 7)$$, 'MS409', 'ORDER_CHANGED',
    'who saw another version changes nothing'
);

-- side effects: the whole way of a delivery that is late at every step
select api.order_status_set(id('employee'), id('delivery'), 'IN_PROGRESS', null, 1);
select results_eq(
    $$select status::text, version, assigned_to, lease_expires_at > clock_timestamp() from store.orders where order_id = id('delivery')$$,
    $$values ('IN_PROGRESS', 2, id('employee'), true)$$, 'who begins an order picks it'
);
select throws_ok($$select tap.set('second', 'delivery', 'MISSING')$$, 'MS409', 'INVALID_STATUS_TRANSITION', 'nothing is missing yet');
select pick('employee', 'delivery', 'milk', 'PICKED', 1), pick('employee', 'delivery', 'bread', 'MISSING');
select throws_ok($$select tap.set('second', 'delivery', 'MISSING')$$, 'MS409', 'ORDER_CLAIMED', 'another picker does not end it');
select set('employee', 'delivery', 'MISSING', 'no bread in the house');
select is(
    books('delivery'), 'due 55.80, vat 8.51, back nothing, taken 55.80', 'what is missing costs as long as nobody has accepted it'
);
create temporary table before on commit drop as select on_hand('warehouse', 'milk') as milk, on_hand('warehouse', 'bread') as bread;
select set('manager', 'delivery', 'READY', 'the customer agreed');
select is(
    books('delivery'), 'due 36.40, vat 5.55, back 19.40, taken 55.80',
    'ready without a milk and the bread: they go back with their VAT, and the fee stays as it was agreed'
);
select results_eq(
    $$select reason, is_settlement, requested_by, status::text from store.refunds$$,
    $$values ('the customer agreed', true, id('manager'), 'PENDING')$$, 'with who and why'
);
select results_eq(
    $$
        select m.kind::text, m.quantity, m.reason, m.actor_user_id
        from store.inventory_movements as m
        where m.product_id = id('bread') and m.kind in ('returned', 'adjusted') and m.checkout_attempt_id is not null
        order by m.inventory_movement_id
    $$,
    $$values ('returned', 1, 'the customer agreed', id('manager')), ('adjusted', -1, 'the customer agreed', id('manager'))$$,
    'what was not found was not sold, and is written off'
);
select is(
    array[on_hand('warehouse', 'milk'), on_hand('warehouse', 'bread')], (select array[milk, bread] from before), 'so the shelf has as many as before'
);
select set('manager', 'delivery', 'DELAYED', 'the van'), set('manager', 'delivery', 'READY');
select is(books('delivery'), 'due 36.40, vat 5.55, back 19.40, taken 55.80', 'ready for the second time gives nothing back again');
select set('employee', 'delivery', 'OUT_FOR_DELIVERY'), set('employee', 'delivery', 'DELIVERED');
select is_empty('select * from store.check_invariants()', 'delivered, all invariants hold');

select results_eq(
    $$
        select e.old_value ->> 'status', e.new_value ->> 'status', e.actor_user_id, coalesce(e.new_value ->> 'status_reason', o.status_reason)
        from audit.entries as e
        join store.orders as o on o.order_id = e.entity_id
        where e.entity_type = 'orders' and e.entity_id = id('delivery') and e.new_value ? 'status' and e.action = 'UPDATE'
        order by e.audit_entry_id
        limit 4
    $$,
    $$
        values
            ('CREATED', 'IN_PROGRESS', id('employee'), 'a test'),
            ('IN_PROGRESS', 'MISSING', id('employee'), 'no bread in the house'),
            ('MISSING', 'READY', id('manager'), 'the customer agreed'),
            ('READY', 'DELAYED', id('manager'), 'the van')
    $$,
    'each step is in the log with who and why'
);

-- with a hold: what is picked is taken, the rest is let go
insert into fixture values ('held', held('customer', 'h'));
select set('employee', 'held', 'IN_PROGRESS'), pick('employee', 'held', 'milk'), pick('employee', 'held', 'bread', 'MISSING'),
    set('employee', 'held', 'MISSING'), set('manager', 'held', 'READY');
select is(books('held'), 'due 42.90, vat 6.54, back nothing, taken 42.90', 'held money is taken as far as it was picked');
select api.capture_complete(max(capture_id), 4290) from store.captures;
select is(books('held'), 'due 42.90, vat 6.54, back nothing, taken 42.90', 'and its end gives nothing back besides');

-- a manager took all of it before
insert into fixture values ('taken', held('customer', 't'));
select api.payment_capture(id('manager'), id('taken'));
select set('employee', 'taken', 'IN_PROGRESS'), pick('employee', 'taken', 'milk', 'PICKED', 1), pick('employee', 'taken', 'bread'),
    set('employee', 'taken', 'READY');
select is(books('taken'), 'due 49.30, vat 7.52, back nothing, taken 55.80', 'while a capture is on its way nothing goes back');
select api.capture_complete(max(capture_id), 5580) from store.captures;
select is(books('taken'), 'due 49.30, vat 7.52, back 6.50, taken 55.80', 'its end gives back what is too much');

-- a hold that has gone, and nothing at all
insert into fixture values ('gone', held('customer', 'g'));
select bring('gone', 'IN_PROGRESS picked');
update store.payments set status = 'CANCELED' where order_id = id('gone');
insert into store.payment_events (payment_id, provider, provider_event_id, kind, amount)
select payment_id, provider, provider_reference || ':capture', 'cancel', 0 from store.payments where order_id = id('gone');
select throws_ok($$select tap.set('employee', 'gone', 'READY')$$, 'MS409', 'PAYMENT_NOT_AUTHORIZED', 'nothing is handed out for a hold that has gone');
select lives_ok($$select tap.set('manager', 'gone', 'CANCELED')$$, 'but it may be canceled');
insert into fixture values ('nothing', ordered('customer', 'n'));
select set('employee', 'nothing', 'IN_PROGRESS'), pick('employee', 'nothing', 'milk', 'MISSING'),
    pick('employee', 'nothing', 'bread', 'MISSING'), set('employee', 'nothing', 'MISSING');
select is(
    details($$select tap.set('manager', 'nothing', 'READY')$$) ->> 'reason', 'nothing was picked', 'an order of nothing is not ready, it is canceled'
);
select is_empty('select * from store.check_invariants()', 'no invariant is violated');

select * from finish();

rollback;
