begin;
\ir ../fixture.psql

select plan(5);

create function tap.aged(p_name text, p_age interval, p_is_applied boolean) returns void
    language plpgsql volatile
as $$
declare
    v_load_id bigint := load(jsonb_build_array(load_row('branch', 'milk', 5), load_row('branch', 'milk', 7)));
begin
    insert into fixture values (p_name, v_load_id);
    if p_is_applied then
        perform apply(v_load_id);
    end if;
    update store.inventory_loads as l set created_at = clock_timestamp() - p_age where l.inventory_load_id = v_load_id;
end;
$$;

select aged('applied', '6 days', true), aged('coming', '50 minutes', false);
select is_empty($$select * from api.inventory_loads_forget(10)$$, 'what may be wanted is kept');

select aged('old', '8 days', true), aged('broken off', '70 minutes', false);
select results_eq(
    $$select * from api.inventory_loads_forget(1)$$, $$values (id('old'))$$, 'the oldest goes first'
);
select results_eq($$select * from api.inventory_loads_forget(10)$$, $$values (id('broken off'))$$, 'then the next');
select results_eq(
    $$
        select f.name, count(r.line)
        from fixture as f
        join store.inventory_loads as l on l.inventory_load_id = f.id and l.user_id = id('manager')
        left join api.inventory_load_rows as r using (inventory_load_id)
        where f.name in ('applied', 'coming', 'old', 'broken off')
        group by f.name order by f.name
    $$,
    $$values ('applied', 2::bigint), ('coming', 2), ('old', 0)$$, 'a file that was applied is remembered, its rows are not'
);
select is_empty($$select * from api.inventory_loads_forget(10)$$, 'nothing is forgotten twice');

select * from finish();
rollback;
