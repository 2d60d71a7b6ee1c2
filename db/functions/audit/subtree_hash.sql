create or replace function audit.subtree_hash(p_height integer, p_index bigint)
    returns bytea
    language plpgsql
    stable parallel safe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The root of the complete subtree over 2^p_height leaves from p_index * 2^p_height on, of the hashes that are stored below it: at most
-- eight. Null when one is missing.
-- Callers: range_hash
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_level integer := p_height / 4;
    v_width bigint := 1::bigint << (p_height % 4);
    v_hashes bytea[];
begin
    if v_level = 0 then
        v_hashes := array(
            select l.leaf_hash
            from audit.leaves as l
            where l.leaf_index >= p_index * v_width
                and l.leaf_index < (p_index + 1) * v_width
            order by l.leaf_index
        );
    else
        v_hashes := array(
            select n.hash
            from audit.tree_nodes as n
            where n.level = v_level
                and n.node_index >= p_index * v_width
                and n.node_index < (p_index + 1) * v_width
            order by n.node_index
        );
    end if;

    if cardinality(v_hashes) <> v_width then
        return null;
    end if;

    -- From the bottom up: each round is made of the one before.
    while cardinality(v_hashes) > 1 loop
        v_hashes := array(
            select audit.node_hash(v_hashes[i], v_hashes[i + 1]) from generate_series(1, cardinality(v_hashes), 2) as i order by i
        );
    end loop;

    return v_hashes[1];
end;
$$;

comment on function audit.subtree_hash is 'The root of a complete subtree.';
revoke all on function audit.subtree_hash from public;
