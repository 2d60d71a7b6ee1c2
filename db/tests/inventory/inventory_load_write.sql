begin;
\ir ../fixture.psql

select plan(3);

insert into fixture
select 'load', load(jsonb_build_array(
    load_row('branch', 'milk', 4), load_row('branch', 'bread', 10, '{"reorder_point": 4}'), load_row('warehouse', 'milk', 10),
    load_row('warehouse', 'bread', 1, '{"error_code": "STALE_STOCK"}')
));
update store.inventory set reorder_point = 2, updated_at = '2026-01-01Z';
select store.inventory_load_write(opened(id('load'), 'counted'), 5);

select results_eq(
    $$
        select on_hand, reorder_point, updated_at = now() from store.inventory
        where product_id <> id('rare cake') order by branch_id = id('warehouse'), product_id = id('bread')
    $$,
    $$values (4, 2, true), (10, 4, true), (10, 2, false), (10, 2, false)$$, 'each shelf has its figures, and what is so already is not touched'
);
select results_eq(
    $$select branch_id, product_id, kind::text, quantity, reason from store.inventory_movements where actor_user_id = id('manager')$$,
    $$values (id('branch'), id('milk'), 'adjusted', -6, 'counted')$$, 'the ledger has the differences'
);
select is_empty($$select * from store.check_invariants()$$, 'and still adds up');

select * from finish();
rollback;
