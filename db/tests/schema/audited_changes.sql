begin;
\ir ../fixture.psql

-- The audit log is complete by construction: in every audited table a row is made, changed and removed by hand, and the log has what
-- was, what is, and who. The rows have no meaning, so what asks for one is away for as long as this transaction takes.
select plan(6);

create function tap.value_of(p_type regtype, p_is_second boolean) returns text
    language plpgsql stable
as $$
begin
    return case
        when p_type in ('bigint'::regtype, 'integer'::regtype, 'smallint'::regtype, 'numeric'::regtype) then case when p_is_second then '-2' else '-1' end
        when p_type = 'boolean'::regtype then p_is_second::text
        when p_type = 'bytea'::regtype then case when p_is_second then '\x02' else '\x01' end
        when p_type in ('timestamptz'::regtype, 'date'::regtype) then case when p_is_second then '2020-01-02' else '2020-01-01' end
        when p_type = 'time'::regtype then case when p_is_second then '02:00' else '01:00' end
        when p_type = 'uuid'::regtype then format('00000000-0000-4000-8000-00000000000%s', p_is_second::integer)
        when p_type in ('jsonb'::regtype, 'json'::regtype) then format('{"n": %s}', p_is_second::integer)
        when (select t.typtype = 'e' from pg_type as t where t.oid = p_type) then (
            select e.enumlabel
            from pg_enum as e
            where e.enumtypid = p_type
            order by e.enumsortorder
            limit 1 offset (p_is_second and (select count(*) > 1 from pg_enum as o where o.enumtypid = p_type))::integer
        )
        when (select t.typelem <> 0 and t.typlen = -1 from pg_type as t where t.oid = p_type) then '{}'
        else case when p_is_second then 'after' else 'before' end
    end;
end;
$$;

create temporary table tried (table_name text, before jsonb, after jsonb) on commit drop;

do $$
declare
    v_table record;
    v_thing record;
    v_columns text;
    v_before text;
    v_changes text;
    v_key text;
    v_row jsonb;
    v_changed jsonb;
begin
    -- Keys of others first, then what they refer to.
    for v_thing in
        select c.conrelid::regclass as relation, c.conname as name
        from pg_constraint as c
        where c.connamespace = 'store'::regnamespace and c.contype in ('f', 'c', 'u', 'x')
        order by c.contype = 'f' desc
    loop
        execute format('alter table %s drop constraint %I', v_thing.relation, v_thing.name);
    end loop;

    for v_thing in
        select i.indexrelid::regclass as name
        from pg_index as i
        join pg_class as c on c.oid = i.indrelid
        where c.relnamespace = 'store'::regnamespace and i.indisunique and not i.indisprimary
    loop
        execute format('drop index %s', v_thing.name);
    end loop;

    for v_thing in
        select t.tgrelid::regclass as relation, t.tgname as name
        from pg_trigger as t
        where not t.tgisinternal and t.tgname not like 'audit\_%' and t.tgrelid::regclass::text like 'store.%'
    loop
        execute format('alter table %s disable trigger %I', v_thing.relation, v_thing.name);
    end loop;

    for v_table in
        select r.table_name, r.key_columns, to_regclass('store.' || r.table_name) as relation
        from audit.register as r
        where r.key_columns is not null
    loop
        select
            string_agg(quote_ident(a.attname), ', '),
            string_agg(quote_literal(tap.value_of(a.atttypid, false)), ', '),
            string_agg(format('%I = %L', a.attname, tap.value_of(a.atttypid, true)), ', ') filter (
                where a.attname <> all (v_table.key_columns) and tap.value_of(a.atttypid, false) <> tap.value_of(a.atttypid, true)
            )
        into v_columns, v_before, v_changes
        from pg_attribute as a
        where a.attrelid = v_table.relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = '';

        select string_agg(format('%I = %L', a.attname, tap.value_of(a.atttypid, false)), ' and ')
        into v_key
        from pg_attribute as a
        where a.attrelid = v_table.relation and a.attname = any (v_table.key_columns);

        execute format(
            'insert into %1$s as t (%2$s) overriding system value values (%3$s) returning to_jsonb(t)', v_table.relation, v_columns, v_before
        )
        into v_row;
        execute format('update %s as t set %s where %s returning to_jsonb(t)', v_table.relation, v_changes, v_key) into v_changed;
        execute format('delete from %s where %s', v_table.relation, v_key);

        insert into tried values (v_table.table_name, v_row, v_changed);
    end loop;
end;
$$;

-- Of each table what should be found, and nothing else: the values, of what is secret that it has changed.
create temporary view expected as
select
    t.table_name,
    t.before - r.secret_columns as made,
    t.after - r.secret_columns as removed,
    (
        select jsonb_object_agg(b.key, case when b.key = any (r.secret_columns) then '"[secret]"' else b.value end)
        from jsonb_each(t.before) as b
        where b.value <> t.after -> b.key
    ) as before,
    (
        select jsonb_object_agg(a.key, case when a.key = any (r.secret_columns) then '"[secret]"' else a.value end)
        from jsonb_each(t.after) as a
        where a.value <> t.before -> a.key
    ) as after
from tried as t
join audit.register as r on r.table_name = t.table_name;

create temporary view entry as
select e.entity_type, e.action, e.old_value, e.new_value
from audit.entries as e
where e.actor_user_id is null
    and e.db_user = session_user
    -- Rows of this test have a key of their own.
    and e.entity_id = -1;

select is_empty(
    $$select r.table_name from audit.register as r where r.key_columns is not null except select t.table_name from tried as t$$,
    'every table of the register is tried'
);
select is_empty(
    $$select x.table_name, x.made from expected as x except select e.entity_type, e.new_value from entry as e where e.action = 'INSERT'$$,
    'a row that is made is in the log, whole, with who made it'
);
select is_empty(
    $$
        select x.table_name, x.before, x.after from expected as x
        except
        select e.entity_type, e.old_value, e.new_value from entry as e where e.action = 'UPDATE'
    $$,
    'a row that is changed with what was and what is, of each column'
);
select is_empty(
    $$select x.table_name, x.removed from expected as x except select e.entity_type, e.old_value from entry as e where e.action = 'DELETE'$$,
    'and a row that is removed as it was'
);
select is(
    (select count(*) from entry as e where e.entity_type in (select t.table_name from tried as t)), 3 * (select count(*) from tried as t),
    'each once'
);
select is((select count(*) from expected as x where x.before is null), 0::bigint, 'of each table something was changed');
select * from finish();

rollback;
