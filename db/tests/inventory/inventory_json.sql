begin;
\ir ../fixture.psql
\ir ../orders/life.psql

select plan(11);

insert into fixture select 'order', ordered('customer');
select locked_attempt('other', 'open');

create function tap.shelf(p_branch text, p_product text) returns bigint
    language sql stable
return (select i.inventory_id from store.inventory as i where i.branch_id = tap.id(p_branch) and i.product_id = tap.id(p_product));

create function tap.milk() returns jsonb
    language sql stable
return (store.inventory_json(array[tap.shelf('warehouse', 'milk')]))[1]::jsonb;

select is(
    milk() - 'updated_at',
    jsonb_build_object(
        'id', shelf('warehouse', 'milk'), 'branch_id', id('warehouse'), 'branch_name', 'warehouse', 'product_id', id('milk'),
        'product_name', 'milk', 'product_sku', 'DAI-1', 'on_hand', 8, 'reserved', 2, 'in_picking', 2,
        'available_quantity', 6, 'reorder_point', 0
    ),
    'a shelf shows what is on it, what is locked, what is sold and still in the house'
);
select is(
    ((store.inventory_json(array[shelf('branch', 'milk')]))[1]) ->> 'in_picking', '0', 'by branch'
);
select is(
    ((store.inventory_json(array[shelf('warehouse', 'rare cake')]))[1]) ->> 'in_picking', '0', 'and product'
);
select is(
    (
        select array_agg(j ->> 'product_name' order by n)
        from unnest(store.inventory_json(array[shelf('branch', 'bread'), -1, shelf('branch', 'milk')])) with ordinality as x (j, n)
    ),
    '{bread,milk}', 'they come in the order of the ids; what is not there is left out'
);

-- what is in picking
select set('employee', 'order', 'IN_PROGRESS'), pick('employee', 'order', 'milk', 'PICKED', 1), pick('employee', 'order', 'bread');
select is(milk() ->> 'in_picking', '1', 'a unit that was not found is not in the house');
select set('manager', 'order', 'DELAYED');
select is(milk() ->> 'in_picking', '1', 'a late order''s goods are');
select set('manager', 'order', 'IN_PROGRESS'), set('employee', 'order', 'READY'), set('employee', 'order', 'OUT_FOR_DELIVERY');
select is(milk() ->> 'in_picking', '0', 'what is on its way is not in the house');
select set('manager', 'order', 'DELAYED');
select is(milk() ->> 'in_picking', '0', 'also when it is late there');
select set('manager', 'order', 'OUT_FOR_DELIVERY'), set('employee', 'order', 'DELIVERED');
select is(milk() ->> 'in_picking', '0', 'nor is what was handed over');
insert into fixture values ('canceled', ordered('customer', 'c'));
select is(milk() ->> 'in_picking', '2', 'nothing has come of a new one yet');
select set('manager', 'canceled', 'CANCELED');
select is(milk() ->> 'in_picking', '0', 'nor is what was canceled: it is on the shelf');

select * from finish();

rollback;
