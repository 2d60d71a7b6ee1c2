begin;
\ir ../fixture.psql

select plan(36);

with made as (
    insert into store.users (email, password_hash, full_name, role) values ('admin@example.com', '$scrypt-sha256$a', 'Admin', 'ADMIN')
    returning user_id
)
insert into fixture select 'admin', user_id from made;

-- The settings as they are, but for what is given.
create function tap.put(
    p_actor text default 'admin', p_min numeric default 200, p_fee numeric default 29.90, p_start time default '06:00',
    p_end time default '22:00', p_hours integer default 2, p_warehouse bigint default tap.id('warehouse'), p_vat numeric default 18,
    p_zone text default 'Asia/Jerusalem', p_capture text default 'on_confirm'
)
    returns jsonb
    language plpgsql volatile
as $$
begin
    return api.settings_update(
        case when p_actor = 'nobody' then -1 else tap.id(p_actor) end, p_min, p_fee, p_start, p_end, p_hours, p_warehouse, p_vat,
        p_zone, p_capture
    )::jsonb -> 'data';
end;
$$;

select is(
    put(p_min => 150, p_fee => 19.90, p_start => '07:00', p_end => '24:00', p_hours => 3, p_vat => 17.5, p_zone => 'UTC', p_capture => 'on_ready'),
    jsonb_build_object(
        'delivery_min_total', '150.00', 'delivery_fee_under_min', '19.90', 'delivery_start_time', '07:00', 'delivery_end_time', '24:00',
        'delivery_slot_hours', 3, 'warehouse_branch_id', id('warehouse'), 'vat_rate', '17.50', 'time_zone', 'UTC',
        'capture', 'on_ready', 'order_min_total', '2.00', 'order_max_total', '999999.99', 'cart_max_lines', 200,
        'cart_max_quantity', 999, 'booking_cutoff_minutes', 60, 'pickup_lead_minutes', 60, 'payment_action_minutes', 15,
        'picking_lease_minutes', 20
    ),
    'all of them are replaced, but for limits and cut-offs that are not said'
);
select is(api.settings_get(id('manager'))::jsonb #>> '{data,vat_rate}', '17.50', 'and are there');
select is(store.local_now(), now() at time zone 'UTC', 'the clock is the new one at once');
select put();

-- limits and cut-offs, which gateways of the former release do not know
create function tap.limit_to(
    p_min numeric default null, p_max numeric default null, p_lines integer default null, p_quantity integer default null,
    p_cutoff integer default null, p_lead integer default null
)
    returns jsonb
    language sql volatile
begin atomic
    select api.settings_update(
        tap.id('admin'), 200, 29.90, '06:00', '22:00', 2, tap.id('warehouse'), 18, 'Asia/Jerusalem', 'on_confirm', p_min, p_max, p_lines,
        p_quantity, p_cutoff, p_lead
    )::jsonb -> 'data';
end;
select is(
    limit_to(5, 5000, 10, 20, 30, 40)
        - array(select jsonb_object_keys(put()) except select unnest('{order_min_total,order_max_total,cart_max_lines,cart_max_quantity,booking_cutoff_minutes,pickup_lead_minutes}'::text[])),
    '{
        "order_min_total": "5.00", "order_max_total": "5000.00", "cart_max_lines": 10, "cart_max_quantity": 20,
        "booking_cutoff_minutes": 30, "pickup_lead_minutes": 40
    }',
    'they are replaced where they are said'
);
select is(put() ->> 'order_max_total', '5000.00', 'and stay where they are not');
select is(
    details($$select limit_to(p_min => 6000)$$),
    '{"errors": [{"field": "order_min_total", "message": "must not be above order_max_total"}]}', 'the least is below the most'
);
select throws_ok($$select limit_to(p_min => 0)$$, '23514', null, 'an order costs something');
select throws_ok($$select limit_to(p_max => 1000000)$$, '23514', null, 'and no more than the provider charges');
select throws_ok($$select limit_to(p_lines => 0)$$, '23514', null, 'a cart has room for a product');
select throws_ok($$select limit_to(p_quantity => 1000)$$, '23514', null, 'and for 999 units at the most');
select throws_ok($$select limit_to(p_lead => 1441)$$, '23514', null, 'a cut-off is within a day');
select limit_to(2, 999999.99, 200, 999, 60, 60);

-- opening hours
select api.cart_item_add(id('customer'), id('milk'), 1);
select put(p_start => '12:00');
select throws_ok(
    $$select lock('customer')$$, 'MS400', 'INVALID_SLOT', 'a window before the shop opens is booked no longer'
);
select is(
    api.delivery_slot_list()::jsonb #> '{data,0,dates}', '[]', 'and has no dates'
);
select put(p_start => '10:00', p_end => '12:00');
select is((select outcome from lock('customer')), 'LOCKED', 'one that just fits is');

-- the warehouse
select put(p_warehouse => id('branch'));
select results_eq(
    'select branch_id from store.branches where is_warehouse', $$values (id('branch'))$$, 'there is one warehouse, the new one'
);
select is(api.branch_delivery_source() #>> '{data,name}', 'branch', 'deliveries come from there');
select is(api.delivery_slot_list() #>> '{pagination,total}', '0', 'the windows of the former one are not offered');
select throws_ok(
    $$select api.branch_toggle(id('manager'), id('branch'), false)$$, 'MS409', 'WAREHOUSE_FIXED', 'it stays open'
);
select lives_ok($$select api.branch_toggle(id('manager'), id('warehouse'), false)$$, 'the former one may close');
select is(
    (
        select c.response_status
        from store.checkout_attempts as a
        cross join lateral commit(a.checkout_attempt_id, 'pi_1', (a.total_amount * 100)::bigint, a.currency) as c
    ),
    201, 'what was locked there goes on'
);

-- refusals
select throws_ok(
    $$select put(p_warehouse => id('warehouse'))$$, 'MS404', 'BRANCH_NOT_FOUND', 'a closed branch becomes no warehouse'
);
select throws_ok($$select put(p_warehouse => -1)$$, 'MS404', 'BRANCH_NOT_FOUND', 'nor does one that is not there');
select api.branch_toggle(id('manager'), id('warehouse'), true);
select is(
    details($$select put(p_zone => 'Asia/Atlantis')$$) #>> '{errors,0,field}', 'time_zone', 'a zone that nobody knows is refused'
);
select is(
    details($$select put(p_zone => 'XYZ5')$$) #>> '{errors,0,field}', 'time_zone',
    'also one that PostgreSQL would take for a rule of its own'
);
select is(
    details($$select put(p_start => '22:00', p_end => '06:00')$$),
    '{"errors": [{"field": "delivery_end_time", "message": "must be after delivery_start_time"}]}', 'a shop closes after it opens'
);
select is(
    jsonb_path_query_array(
        details($$select put(p_start => '06:00', p_end => '08:00', p_hours => 3, p_zone => 'x')$$), '$.errors[*].field'
    ),
    '["delivery_slot_hours", "time_zone"]', 'all that is wrong is told at once'
);
select throws_ok($$select put(p_min => 100000.01)$$, '23514', null, 'a minimum has its bound');
select throws_ok($$select put(p_fee => 10000.01)$$, '23514', null, 'so has a fee');
select throws_ok($$select put(p_fee => -1)$$, '23514', null, 'at both ends');
select throws_ok($$select put(p_vat => 100.01)$$, '23514', null, 'and the rate of VAT');
select throws_ok($$select put('manager')$$, 'MS403', 'FORBIDDEN', 'a manager may not');
select throws_ok($$select put('employee')$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select put('customer')$$, 'MS403', 'FORBIDDEN', 'nor a customer');
select throws_ok($$select put('nobody')$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');

-- side effects
select is(
    (
        select e.old_value ->> 'vat_rate' || ' ' || (e.new_value ->> 'vat_rate')
        from audit.entries as e
        where e.entity_type = 'settings'
            and e.source = 'api.settings_update'
            and e.actor_user_id = id('admin')
        order by e.audit_entry_id
        limit 1
    ),
    '18.00 17.50', 'a change is audited with before, after and actor'
);
select is(
    (
        select count(*)
        from audit.entries as e
        where e.entity_type = 'branches'
            and e.source = 'api.settings_update'
            and e.actor_user_id = id('admin')
            and e.new_value ? 'is_warehouse'
    ),
    2::bigint, 'so are both branches when the warehouse moves'
);

select * from finish();

rollback;
