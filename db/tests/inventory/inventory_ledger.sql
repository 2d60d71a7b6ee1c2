begin;
\ir ../fixture.psql

select plan(9);

insert into fixture
select 'shelf', i.inventory_id from store.inventory as i where i.branch_id = id('warehouse') and i.product_id = id('milk');
insert into fixture select 'order', ordered('customer');
select locked_attempt('other', 'open');
select api.inventory_update(id('manager'), id('shelf'), 'two were broken', 6);

create function tap.lines(p_limit integer default 50, p_offset integer default 0) returns setof text
    language sql stable
begin atomic
    select concat_ws(' ', j ->> 'kind', j ->> 'on_hand_change', j ->> 'reserved_change', '->', j ->> 'on_hand', j ->> 'reserved')
    from json_array_elements(api.inventory_ledger(tap.id('manager'), tap.id('shelf'), p_limit, p_offset) -> 'data') as j;
end;

-- happy path
select results_eq(
    'select * from lines()',
    $$
        values
            ('adjusted -2 0 -> 6 2'), ('reserved 0 2 -> 8 2'), ('sold -2 -2 -> 8 0'), ('reserved 0 2 -> 10 2'),
            ('received 10 0 -> 10 0')
    $$,
    'the newest first, each with what was there after it'
);
select results_eq('select * from lines(2, 2)', $$values ('sold -2 -2 -> 8 0'), ('reserved 0 2 -> 10 2')$$, 'page by page');
select is(
    api.inventory_ledger(id('manager'), id('shelf'), 2, 2) ->> 'pagination', '{"total":5,"limit":2,"offset":2,"has_next":true}', 'of so many'
);
select is_empty('select * from lines(50, 2147483647)', 'there is nothing beyond the end');
select is(
    (api.inventory_ledger(id('manager'), id('shelf'))::jsonb #> '{data,0}') - '{id,created_at}'::text[],
    jsonb_build_object(
        'kind', 'adjusted', 'quantity', -2, 'on_hand_change', -2, 'reserved_change', 0, 'on_hand', 6, 'reserved', 2,
        'reason', 'two were broken', 'checkout_attempt_id', null, 'order_id', null, 'order_number', null,
        'stock_request_id', null, 'actor', jsonb_build_object('id', id('manager'), 'full_name', 'Manager')
    ),
    'a line says who did it, and why'
);
select is(
    api.inventory_ledger(id('manager'), id('shelf')) #>> '{data,2,order_id}', id('order')::text, 'or for which order'
);

-- refusals
select throws_ok($$select api.inventory_ledger(id('manager'), -1)$$, 'MS404', 'INVENTORY_NOT_FOUND', 'the shelf must be there');
select throws_ok($$select api.inventory_ledger(id('employee'), id('shelf'))$$, 'MS403', 'FORBIDDEN', 'an employee may not');
select throws_ok($$select api.inventory_ledger(id('customer'), id('shelf'))$$, 'MS403', 'FORBIDDEN', 'nor a customer');

select * from finish();

rollback;
