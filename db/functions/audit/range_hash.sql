create or replace function audit.range_hash(p_from bigint, p_to bigint)
    returns bytea
    language plpgsql
    stable parallel safe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- The Merkle tree hash (RFC 6962, section 2.1) of the leaves from p_from up to and without p_to, where p_from is a multiple of a power of two that
-- is no less than their number, as it is wherever the RFC splits a tree. Null when a hash is missing.
-- Callers: audit_root, audit_inclusion, audit_consistency
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_hash bytea;
    v_end bigint := p_to;
    v_height integer;
begin
    if p_to <= p_from then
        return sha256('');
    end if;

    -- Complete subtrees, the smallest and rightmost first: each is the left neighbour of all that came before.
    while v_end > p_from loop
        v_height := 0;

        while (v_end - p_from) & (1::bigint << v_height) = 0 loop
            v_height := v_height + 1;
        end loop;

        v_end := v_end - (1::bigint << v_height);
        v_hash := case
            when v_hash is null then audit.subtree_hash(v_height, v_end >> v_height)
            else audit.node_hash(audit.subtree_hash(v_height, v_end >> v_height), v_hash)
        end;

        if v_hash is null then
            return null;
        end if;
    end loop;

    return v_hash;
end;
$$;

comment on function audit.range_hash is 'The Merkle tree hash of some leaves.';
revoke all on function audit.range_hash from public;
