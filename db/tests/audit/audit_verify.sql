begin;
\ir ../fixture.psql
\ir seal.psql

select plan(17);

grant update, delete on all tables in schema audit to mami_owner;
delete from audit.checkpoints;
select events(60);
select seal();
select checkpoint();

create function tap.entry(p_n integer) returns bigint
    language sql stable
return (select e.audit_entry_id from audit.entries as e where e.action = 'TEST' and e.entity_id = p_n);

-- What is found after a statement, and first; the statement is undone.
create function tap.found(p_statement text) returns text
    language plpgsql volatile
as $$
declare
    v_found text;
begin
    begin
        execute p_statement;
        select string_agg(
            concat_ws(' ', f.kind, (select e.entity_id from audit.leaves as l join audit.entries as e using (audit_entry_id) where l.leaf_index = f.leaf_index), f.entries),
            ', ' order by f.place
        )
        into v_found
        from api.audit_verify() with ordinality as f (kind, is_broken, leaf_index, audit_entry_id, created_at, entries, detail, place)
        where f.is_broken and f.kind <> 'RIGHTS';
        raise exception 'undo' using errcode = 'TAP01';
    exception when sqlstate 'TAP01' then
        null;
    end;
    return v_found;
end;
$$;

-- happy path
select is_empty($$select * from api.audit_verify() where kind <> 'RIGHTS'$$, 'what nobody touched is as it was sealed');
select is_empty('select * from api.audit_verify(10, 30)', 'so is a part of it');

-- what a superuser can do
select is(
    found($$update audit.entries set new_value = '{"n": 0}' where audit_entry_id = entry(20)$$), 'CHANGED 20 1', 'an edited entry is named'
);
select is(
    found($$update audit.entries set created_at = created_at - interval '1 second' where audit_entry_id = entry(20)$$), 'CHANGED 20 1',
    'its time is a part of it'
);
select is(
    found($$update audit.entries set actor_user_id = 1 where audit_entry_id between entry(20) and entry(22)$$), 'CHANGED 20 3', 'neighbours are told of at once'
);
select is(
    found($$delete from audit.entries where audit_entry_id = entry(20)$$), 'MISSING 1', 'a deleted one is missing'
);
select results_eq(
    $$
        with gone as (select entry(60) as id)
        select found(format('delete from audit.entries where audit_entry_id > %s', g.id - 3)) from gone as g
    $$, $$values ('MISSING 3')$$, 'and so is a tail'
);
select is(
    found($$
        delete from audit.entries where audit_entry_id >= entry(58);
        delete from audit.leaves where leaf_index >= (select size from audit.seal_state) - 3;
        delete from audit.tree_nodes where (node_index + 1) << (4 * level) > (select size from audit.seal_state) - 3;
        update audit.seal_state set size = size - 3
    $$), 'TAIL 3', 'one that was cut off with its seal was signed once'
);
select is(
    found($$
        update audit.entries as e
        set context = o.context
        from audit.entries as o
        where (e.audit_entry_id = entry(20) and o.audit_entry_id = entry(30)) or (e.audit_entry_id = entry(30) and o.audit_entry_id = entry(20))
    $$), 'SWAPPED 20 1, SWAPPED 30 1', 'two that have changed their places are told of as such'
);
select is(
    found($$
        insert into audit.entries (audit_entry_id, entity_type, action, transaction_id) overriding system value values (-3, 'test', 'PAST', '5')
    $$), (select 'UNSEALED ' || concat_ws(' ', (select e.entity_id from audit.entries as e join audit.leaves as l using (audit_entry_id) where l.leaf_index = 0), 1)),
    'one that was put below what is sealed has no leaf'
);
select is(
    found($$
        update audit.seal_state set complete_at = clock_timestamp();
        insert into audit.entries (entity_type, entity_id, action, created_at) values ('test', 99, 'PAST', now() - interval '1 day');
        select seal()
    $$), 'BACKDATED 99 1', 'nor can one be older than what was complete before it came'
);
select matches(
    found($$delete from audit.leaves where audit_entry_id = entry(20)$$), '(?=.*MISSING 1)(?=.*TREE).*UNSEALED 21 1',
    'who takes a leaf away leaves an entry without one, and a wrong tree'
);
select matches(
    found($$
        update audit.entries set new_value = '{"n": 0}' where audit_entry_id = entry(20);
        update audit.leaves as l
        set leaf_hash = audit.leaf_hash(
            l.salt, audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(l.complete_at), e)
        )
        from audit.entries as e
        where e.audit_entry_id = l.audit_entry_id and e.audit_entry_id = entry(20)
    $$), 'TREE', 'who writes the leaf anew has to write the tree anew'
);
select matches(
    found($$
        update audit.entries set new_value = '{"n": 0}' where audit_entry_id = entry(20);
        update audit.leaves as l
        set leaf_hash = audit.leaf_hash(
            l.salt, audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(l.complete_at), e)
        )
        from audit.entries as e
        where e.audit_entry_id = l.audit_entry_id and e.audit_entry_id = entry(20);
        delete from audit.tree_nodes;
        select audit.tree_grow(0, s.size) from audit.seal_state as s
    $$), '^TREE', 'and then the signed checkpoints do not fit'
);
select is(
    found($$update audit.leaves set salt = null where audit_entry_id = entry(20)$$), 'CHANGED 20 1', 'without a reason nothing is erased'
);
select is(
    found($$
        update audit.leaves set salt = null where audit_entry_id = entry(20);
        insert into audit.erasures (leaf_index, audit_entry_id, reason)
        select l.leaf_index, l.audit_entry_id, 'x' from audit.leaves as l where l.audit_entry_id = entry(20);
        update audit.entries set context = null where audit_entry_id = entry(20)
    $$), 'CHANGED 20 1', 'nor without an entry that says so'
);

-- refusals
select throws_ok('select * from api.audit_verify(-1)', 'MS400', 'VALIDATION_ERROR', 'there is nothing below the first leaf');

select * from finish();

rollback;
