create or replace function audit.tree_grow(p_from_size bigint, p_to_size bigint)
    returns void
    language plpgsql
    volatile parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
    set jit = off
as $$
-- Adds the roots of the subtrees of 16, 256, … leaves that have become complete between two sizes of the tree. A statement a level, as each is
-- made of the one below: no more than a quarter of the logarithm of the size.
-- Callers: audit_seal
-- Errors:  none
-- Locks:   none
-- Writes:  audit.tree_nodes
declare
    v_level integer := 1;
begin
    insert into audit.tree_nodes (level, node_index, hash)
    select 1, l.leaf_index >> 4, audit.node_hash_16(array_agg(l.leaf_hash order by l.leaf_index))
    from audit.leaves as l
    where l.leaf_index >= (p_from_size >> 4) << 4
        and l.leaf_index < (p_to_size >> 4) << 4
    group by l.leaf_index >> 4;

    while p_to_size >> (4 * (v_level + 1)) > 0 loop
        insert into audit.tree_nodes (level, node_index, hash)
        select v_level + 1, n.node_index >> 4, audit.node_hash_16(array_agg(n.hash order by n.node_index))
        from audit.tree_nodes as n
        where n.level = v_level
            and n.node_index >= (p_from_size >> (4 * (v_level + 1))) << 4
            and n.node_index < (p_to_size >> (4 * (v_level + 1))) << 4
        group by n.node_index >> 4;

        v_level := v_level + 1;
    end loop;
end;
$$;

comment on function audit.tree_grow is 'Adds the roots of subtrees that have become complete.';
revoke all on function audit.tree_grow from public;
