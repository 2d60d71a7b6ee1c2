begin;
\ir ../fixture.psql

select plan(14);

insert into audit.entries (entity_type, entity_id, action, new_value, created_at)
select 'many', n, 'UPDATE', jsonb_build_object('n', n), '2020-01-01' from generate_series(1, 5001) as n;

-- All parts, one after the other.
create function tap.export(p_format text, p_q text default null) returns table (part integer, id bigint, entry json)
    language plpgsql volatile
as $$
declare
    v_cursor text;
    v_row record;
    v_next text;
begin
    part := 0;
    loop
        part := part + 1;
        v_next := null;
        for v_row in
            select x.* from api.audit_export(
                tap.id('manager'), p_entity_type => 'many', p_q => p_q, p_format => p_format, p_cursor => v_cursor
            ) as x
        loop
            v_next := v_row.next_cursor;
            id := v_row.id;
            entry := v_row.entry;
            if v_next is null then
                return next;
            end if;
        end loop;
        v_cursor := v_next;
        exit when v_cursor is null;
    end loop;
end;
$$;

-- happy path
create temporary table csv on commit drop as select x.* from export('csv') as x;
select is((select count(distinct c.id) from csv as c), 5001::bigint, 'all entries are given');
select is((select count(*) from csv), 5001::bigint, 'and none twice');
select is((select array_agg(c.part order by c.part) from (select distinct part from csv) as c), '{1,2,3}', 'in parts of two thousand');
select is((select c.id > d.id from csv as c, csv as d limit 1 offset 1), true, 'the newest first');
select is((select count(*) from csv as c where c.entry is not null), 0::bigint, 'as columns');
create temporary table line on commit drop as select x.* from export('jsonl') as x;
select is((select count(*) from line as l where (l.entry ->> 'entity_type') = 'many' and l.id is null), 5001::bigint, 'or as JSON');
select is(
    (select array_agg(x.part || ' ' || (x.entry ->> 'entity_id')) from export('jsonl', '"n": 5') as x), null, 'what nothing fits is nothing'
);
select is(
    (select array_agg(x.part || ' ' || (x.entry ->> 'entity_id') order by (x.entry ->> 'entity_id')::int) from export('jsonl', '5001') as x),
    '{"1 5001"}', 'what each entry must be asked is asked of all, part by part'
);

-- refusals
select throws_ok($$select api.audit_export(id('customer'))$$, 'MS403', 'FORBIDDEN', 'a customer may not have it');
select throws_ok($$select api.audit_export(id('employee'))$$, 'MS403', 'FORBIDDEN', 'nor may an employee');
select throws_ok($$select api.audit_export(-1)$$, 'MS401', 'UNAUTHORIZED', 'nor nobody');
select throws_ok($$select api.audit_export(id('manager'), p_cursor => 'x')$$, 'MS400', 'VALIDATION_ERROR', 'a cursor is what a part gave');

-- side effects
select is(
    (select count(*) from audit.entries as e where e.action = 'AUDIT_EXPORTED' and e.actor_user_id = id('manager')), 4::bigint,
    'an export stands in the log once, not for each of its parts'
);
select is(
    (select e.context from audit.entries as e where e.action = 'AUDIT_EXPORTED' order by e.audit_entry_id limit 1),
    '{"filters": {"entity_type": "many"}, "format": "csv"}', 'with what was asked'
);

select * from finish();

rollback;
