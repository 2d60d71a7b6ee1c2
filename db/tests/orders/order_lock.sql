begin;
\ir ../fixture.psql

select plan(6);

insert into fixture values ('order', ordered('customer'));

-- The mark that who locks a row leaves in it. Each call has a subtransaction of its own, so another mark.
create view tap.marks as
select 'place' as name, slot_date_id as id, xmax::text as mark from store.slot_dates
union all
select 'shelf', inventory_id, xmax::text from store.inventory
union all
select 'order', order_id, xmax::text from store.orders;

create function tap.locked_for(p_to store.order_status) returns text
    language plpgsql volatile
as $$
declare
    v_locked text;
begin
    create temporary table before on commit drop as select * from tap.marks;
    perform store.order_lock(tap.id('order'), p_to);
    select string_agg(m.name, ', ' order by m.name desc, m.id) into v_locked
    from tap.marks as m
    join pg_temp.before as b on b.name = m.name and b.id = m.id
    where m.mark <> b.mark;
    raise exception 'undo' using errcode = 'ZZ001';
exception
    when sqlstate 'ZZ001' then return v_locked;
end;
$$;

select is(locked_for('IN_PROGRESS'), 'order', 'one that is begun is locked alone');
select is(locked_for('READY'), 'shelf, shelf, order', 'one that is ready with the shelves of its lines');
select is(locked_for('CANCELED'), 'shelf, shelf, place, order', 'one that is canceled with its place as well');
select is(locked_for('DELIVERED'), 'order', 'one that is handed over alone');
select is((store.order_lock(id('order'), 'IN_PROGRESS')).order_id, id('order'), 'it gives the order');
select throws_ok($$select store.order_lock(-1, 'READY')$$, 'MS404', 'ORDER_NOT_FOUND', 'an unknown order is not found');

select * from finish();

rollback;
