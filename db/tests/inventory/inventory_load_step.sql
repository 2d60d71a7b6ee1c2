begin;
\ir ../fixture.psql

select plan(21);

delete from store.inventory_movements where branch_id = id('branch') and product_id = id('rare cake');
delete from store.inventory where branch_id = id('branch') and product_id = id('rare cake');
select locked_attempt('customer');

create function tap.rows() returns jsonb language sql stable as $$
    select jsonb_build_array(
        load_row('branch', 'milk', 5), load_row('branch', 'bread', 6, '{"expected_on_hand": 9}'), load_row('branch', 'rare cake', 3),
        load_row('warehouse', 'milk', 1), load_row('branch', 'milk', 7),
        '{"error_code": "VALIDATION_ERROR", "error_details": {"errors": [{"field": "on_hand", "message": "must be an integer"}]},
          "cells": ["1", "2", "=many", null, null]}'::jsonb,
        load_row('warehouse', 'bread', 10, '{"reorder_point": 4, "expected_on_hand": 10}')
    )
$$;

-- a dry run
insert into fixture select 'dry', load(tap.rows());
create temporary table dry on commit drop as select apply(id('dry'), true) as report;
select is((select report - '{results,load_id}'::text[] from dry), '{"dry_run": true, "total": 7, "succeeded": 3, "failed": 4}', 'a dry run judges');
select is((select on_hand from store.inventory where branch_id = id('branch') and product_id = id('milk')), 10, 'and changes nothing');
select is(
    (select count(*) from store.inventory where branch_id = id('branch') and product_id = id('rare cake')), 0::bigint, 'makes no shelf'
);
select is((select count(*) from store.inventory_movements where actor_user_id is not null), 0::bigint, 'and writes no line of the ledger');

-- happy path
insert into fixture select 'load', load(tap.rows());
create temporary table wet on commit drop as
select apply(id('load'), p_reason => 'Sunday''s count') as report;
select is((select report - '{results}'::text[] from wet),
    jsonb_build_object('load_id', id('load'), 'dry_run', false, 'total', 7, 'succeeded', 3, 'failed', 4), 'the good rows are applied');
select results_eq(
    $$
        select (r.item ->> 'row')::integer, r.item ->> 'result', r.item #>> '{error,code}'
        from wet, jsonb_array_elements(wet.report -> 'results') as r (item)
    $$,
    $$
        values
            (2, 'ok', null), (3, 'error', 'STALE_STOCK'), (4, 'ok', null), (5, 'error', 'BELOW_RESERVED'), (6, 'error', 'DUPLICATE_ROW'),
            (7, 'error', 'VALIDATION_ERROR'), (8, 'ok', null)
    $$,
    'each row has its result, in the order of the file'
);
select is(
    (select report #> '{results,3,error}' from wet),
    '{"code": "BELOW_RESERVED", "message": "That is less than what checkouts have reserved.",
      "details": {"on_hand": 10, "reserved": 2, "requested_on_hand": 1}}',
    'and a refusal its sentence and its figures'
);
select is((select report -> 'results' from dry), (select report -> 'results' from wet), 'the dry run said the same');
select results_eq(
    $$
        select b.name, p.name, i.on_hand, i.reorder_point
        from store.inventory as i
        join store.branches as b using (branch_id)
        join store.products as p using (product_id)
        where p.name <> 'rare cake' or b.name = 'branch'
        order by 1, 2
    $$,
    $$
        values
            ('branch', 'bread', 10, 0), ('branch', 'milk', 5, 0), ('branch', 'rare cake', 3, 0), ('warehouse', 'bread', 10, 4),
            ('warehouse', 'milk', 10, 0)
    $$,
    'the shelves are as the good rows say'
);
select is((select apply(load('[]')) ->> 'results'), '[]', 'a file without rows is a file');
select is(store.inventory_load_step(id('load')), true, 'what has ended has ended');

-- more than a step
insert into fixture
select 'large', load(jsonb_agg(load_row('branch', 'milk', 5, jsonb_build_object('line', n, 'product_id', n)))) from generate_series(2, 1101) as n;
select api.inventory_load_open(id('manager'), id('large'));
select is(store.inventory_load_step(id('large')), false, 'a step is a thousand rows');
select results_eq(
    $$select last_line, total from store.inventory_loads where inventory_load_id = id('large')$$, $$values (1001, null::integer)$$, 'and no more'
);
select is(store.inventory_load_step(id('large')), false, 'the next one is the rest');
select is(store.inventory_load_step(id('large')), true, 'then it has ended');
select is((select total from store.inventory_loads where inventory_load_id = id('large')), 1100, 'with all its rows');

-- side effects
select results_eq(
    $$
        select p.name, m.kind::text, m.quantity, m.actor_user_id
        from store.inventory_movements as m
        join store.products as p using (product_id)
        where m.reason = 'Sunday''s count' order by 1
    $$,
    $$values ('milk', 'adjusted', -5, id('manager')), ('rare cake', 'received', 3, id('manager'))$$,
    'the ledger has what was changed, why and by whom'
);
select results_eq(
    $$select line from api.inventory_load_rows where inventory_load_id = id('load') and error_code is not null order by line$$, $$values (3), (5), (6), (7)$$,
    'what failed is known'
);
select results_eq(
    $$select is_dry_run, reason, total, succeeded from store.inventory_loads where inventory_load_id in (id('dry'), id('load')) order by 1$$,
    $$values (false, 'Sunday''s count', 7, 3), (true, format('file %s', id('dry')), 7, 3)$$, 'and what came of it'
);
select ok(
    exists (
        select
        from audit.entries as e
        where e.entity_type = 'inventory' and e.action = 'UPDATE' and e.actor_user_id = id('manager')
            and e.source = 'api.inventory_load_apply'
    ),
    'in the log each shelf has its entry'
);
select is_empty($$select * from store.check_invariants()$$, 'and everything adds up');

select * from finish();
rollback;
