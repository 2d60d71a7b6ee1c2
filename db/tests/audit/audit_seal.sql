begin;
\ir ../fixture.psql
\ir seal.psql

select plan(17);

-- happy path
select events(20);
update audit.seal_state set system_identifier = 1;
select lives_ok('select api.audit_seal(1000)', 'sealing begins');
select is_empty(
    $$select l.leaf_index from audit.leaves as l join audit.entries as e using (audit_entry_id) where e.action = 'TEST'$$,
    'what runs still is not settled, nor sealed'
);
select settle();
select is(api.audit_seal(5), 5, 'a limit is one');
select settle();
select ok(api.audit_seal(100000) > 0, 'the next call takes the rest');
select is(api.audit_seal(100000), 0, 'and the one after it nothing');
select is_empty(
    $$
        select e.audit_entry_id
        from audit.entries as e
        left join audit.leaves as l on l.audit_entry_id = e.audit_entry_id and l.created_at = e.created_at
        where l.leaf_index is null
    $$,
    'each entry has its leaf'
);
select results_eq(
    'select l.leaf_index from audit.leaves as l order by l.audit_entry_id',
    'select generate_series(0, s.size - 1) from audit.seal_state as s', 'in the order of their ids, without gaps'
);
select is_empty(
    $$
        select l.leaf_index
        from audit.leaves as l
        join audit.entries as e on e.audit_entry_id = l.audit_entry_id
        where l.leaf_hash <> sha256(
            '\x00'::bytea || l.salt
            || convert_to(audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(l.complete_at), e), 'UTF8')
        )
    $$,
    'whose hash is of its salt and all that the entry says'
);
select is((select count(distinct l.salt) - count(*) from audit.leaves as l)::integer, 0, 'no two have the same salt');
select is((select min(length(l.salt)) from audit.leaves as l), 16, 'of 128 bits');
select is(api.audit_root(s.size), mth(leaves(0, s.size)), 'and the tree is over all of them') from audit.seal_state as s;

-- what comes later
select events(3);
select is(seal(), 3, 'new entries go behind the others');
insert into audit.entries (audit_entry_id, entity_type, action) overriding system value values (-5, 'test', 'PAST');
select is(seal(), 0, 'what is put below the sealed ones is not sealed: audit_verify names it');
update audit.seal_state set horizon = pg_snapshot_xmin(pg_current_snapshot());
select events(1);
select is(api.audit_seal(10), 0, 'while no older transaction ends there is nothing to look for');

-- refusals
select throws_ok('select api.audit_seal(0)', 'MS400', 'VALIDATION_ERROR', 'a limit is at least one');
select through_gateway_is('select api.audit_seal(1)', 'ok', 'the gateway may call it');
select is(
    (select count(*)::integer from audit.entries as e where e.source = 'api.audit_seal'), 0, 'sealing is no entry in the log, or it would have no end'
);

select * from finish();

rollback;
