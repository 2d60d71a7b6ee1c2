begin;
\ir ../fixture.psql
\ir seal.psql

select plan(4);

grant update, delete on all tables in schema audit to mami_owner;
delete from audit.leaves;
insert into audit.leaves (leaf_index, audit_entry_id, created_at, complete_at, salt, leaf_hash)
select i, i, now(), now(), '\x00', sha256(int4send(i)) from generate_series(0, 600) as i;
select audit.tree_grow(0, 15);
select is_empty('select * from audit.tree_nodes', 'an incomplete subtree has no node');
select audit.tree_grow(15, 40), audit.tree_grow(40, 40), audit.tree_grow(40, 257);
select is((select count(*)::integer from audit.tree_nodes), 17, 'each complete one has, of sixteen and of 256');
select audit.tree_grow(257, 601);
select is_empty(
    $$
        select n.*
        from audit.tree_nodes as n
        where n.hash <> mth(leaves(n.node_index << (4 * n.level), (n.node_index + 1) << (4 * n.level)))
    $$,
    'and they are what their leaves give, in whatever steps the tree grew'
);
select is((select count(*)::integer from audit.tree_nodes), 37 + 2, 'none is left out');

select * from finish();

rollback;
