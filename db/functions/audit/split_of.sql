create or replace function audit.split_of(p_size bigint)
    returns bigint
    language plpgsql
    immutable parallel safe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- Where RFC 6962 splits a tree of at least two leaves: at the greatest power of two that is less than their number.
-- Callers: audit_inclusion, audit_consistency
-- Errors:  none
-- Locks:   none
-- Writes:  none
declare
    v_split bigint := 1::bigint;
begin
    while v_split << 1 < p_size loop
        v_split := v_split << 1;
    end loop;

    return v_split;
end;
$$;

comment on function audit.split_of is 'Where a tree is split into two subtrees.';
revoke all on function audit.split_of from public;
