create or replace function api.audit_inclusion(p_leaf_index bigint, p_size bigint)
    returns bytea[]
    language plpgsql
    stable parallel safe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The proof (RFC 6962, section 2.1.1) that a leaf is in the tree of p_size leaves: the hashes beside its way, from the leaf up to the root.
-- Callers: audit_proof; people in psql
-- Errors:  MS400 VALIDATION_ERROR
-- Locks:   none
-- Writes:  none
declare
    v_from bigint := 0::bigint;
    v_to bigint := p_size;
    v_split bigint;
    v_path bytea[] := array[]::bytea[];
begin
    if p_size > (select s.size from audit.seal_state as s) then
        perform store.fail_field('size', 'must be a size that the tree has had');
    elsif p_leaf_index < 0 or p_leaf_index >= p_size then
        perform store.fail_field('leaf_index', 'must be less than the size');
    end if;

    while v_to - v_from > 1 loop
        v_split := v_from + audit.split_of(v_to - v_from);

        if p_leaf_index < v_split then
            v_path := audit.range_hash(v_split, v_to) || v_path;
            v_to := v_split;
        else
            v_path := audit.range_hash(v_from, v_split) || v_path;
            v_from := v_split;
        end if;
    end loop;

    return v_path;
end;
$$;

comment on function api.audit_inclusion is 'The proof that an entry''s leaf is in the audit log''s tree.';
revoke all on function api.audit_inclusion from public;
grant execute on function api.audit_inclusion to mami_operator;
