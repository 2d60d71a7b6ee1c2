begin;
\ir ../fixture.psql

select plan(7);

insert into fixture select 'load', load(jsonb_build_array(load_row('branch', 'milk', 5)));
insert into fixture select 'coming', load(jsonb_build_array(load_row('branch', 'bread', 5)));
select api.inventory_load_open(id('manager'), id('load'));
select is_empty($$select api.inventory_load_resume()$$, 'what somebody goes on with is left alone');

update store.inventory_loads set stepped_at = clock_timestamp() - interval '61 seconds' where inventory_load_id = id('load');
update store.inventory_loads set created_at = clock_timestamp() - interval '61 seconds' where inventory_load_id = id('coming');
select results_eq($$select * from api.inventory_load_resume()$$, $$values (id('load'))$$, 'what nobody goes on with goes on');
select is((select on_hand from store.inventory where branch_id = id('branch') and product_id = id('milk')), 5, 'by a step');
select is(
    (select actor_user_id from store.inventory_movements where reason = format('file %s', id('load'))), id('manager'), 'as who sent it'
);
select is(
    (select e.actor_user_id from audit.entries as e where e.entity_type = 'inventory' and e.source = 'api.inventory_load_resume' limit 1),
    id('manager'), 'in the log too'
);
select results_eq($$select * from api.inventory_load_resume()$$, $$values (id('load'))$$, 'at once, to its end');
select is_empty($$select api.inventory_load_resume()$$, 'and then no more; a file whose rows are coming is none');

select * from finish();
rollback;
