begin;
\ir ../fixture.psql

-- What a person may do who has logged in to the database to change rows by hand.
select plan(13);

do $$
begin
    if (select r.rolsuper from pg_roles as r where r.rolname = session_user) then
        create role tap_dba login in role mami_dba;
    end if;
end;
$$;

create function tap.dba_is(p_statement text, p_answer text, p_description text) returns text
    language sql volatile
return (select tap.through_gateway_is(p_statement, p_answer, p_description, 'tap_dba'));

-- by hand
select dba_is('update store.products set price = price + 1, name = name || '' new''', 'ok', 'rows of the shop may be changed');
select dba_is('insert into store.categories (name) values (''by hand'')', 'ok', 'made');
select dba_is('delete from store.categories where name = ''by hand''', 'ok', 'and removed');
select case
    when (select r.rolsuper from pg_roles as r where r.rolname = session_user) then results_eq(
        $$
            select distinct e.entity_type, e.action, e.db_user, e.actor_user_id, e.source
            from audit.entries as e
            where (e.entity_type = 'products' and e.action = 'UPDATE')
                or 'by hand' in (e.new_value ->> 'name', e.old_value ->> 'name')
            order by 1, 2
        $$,
        $$
            values
                ('categories', 'DELETE', 'tap_dba', null::bigint, null::text), ('categories', 'INSERT', 'tap_dba', null, null),
                ('products', 'UPDATE', 'tap_dba', null, null)
        $$,
        'each change is in the log with the login, and as nobody else''s'
    )
    else skip('only a superuser can log in as somebody else', 1)
end;
select dba_is(
    'select set_config(''mami.actor'', ''3'', true), set_config(''mami.source'', ''api.cart_get'', true)', 'ok', 'anybody can set a setting'
);
select dba_is('update store.products set price = price + 1', 'ok', 'and change rows then');
select is_empty('select from audit.entries where actor_user_id = 3 and db_user = ''tap_dba''', 'but not in another''s name');
select dba_is('truncate store.cart_items', 'permission denied for table cart_items', 'nothing past the log');

-- the log
select dba_is('update audit.entries set actor_user_id = 3', 'permission denied for table entries', 'the log cannot be changed');
select dba_is('delete from audit.entries', 'permission denied for table entries', 'nor emptied');
select dba_is('truncate audit.entries', 'permission denied for table entries', 'in no way');
select dba_is('set role mami_owner', 'permission denied to set role "mami_owner"', 'and nobody becomes its owner');
select dba_is('select store.act_as(''3'')', 'permission denied for function act_as', 'or says that he is somebody else');

select * from finish();

rollback;
