create or replace function api.audit_consistency(p_from_size bigint, p_to_size bigint)
    returns bytea[]
    language plpgsql
    stable parallel safe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The proof (RFC 6962, section 2.1.2) that the tree of p_to_size leaves has only been added to since it had p_from_size.
-- Callers: the gateway's sealer; people in psql
-- Errors:  MS400 VALIDATION_ERROR
-- Locks:   none
-- Writes:  none
declare
    v_from bigint := 0::bigint;
    v_to bigint := p_to_size;
    v_split bigint;
    v_is_whole boolean := true;
    v_path bytea[] := array[]::bytea[];
begin
    if p_to_size > (select s.size from audit.seal_state as s) then
        perform store.fail_field('to_size', 'must be a size that the tree has had');
    elsif p_from_size < 0 or p_from_size > p_to_size then
        perform store.fail_field('from_size', 'must be at most the greater size');
    elsif p_from_size = 0 or p_from_size = p_to_size then
        return v_path;
    end if;

    while p_from_size <> v_to loop
        v_split := v_from + audit.split_of(v_to - v_from);

        if p_from_size <= v_split then
            v_path := audit.range_hash(v_split, v_to) || v_path;
            v_to := v_split;
        else
            v_path := audit.range_hash(v_from, v_split) || v_path;
            v_from := v_split;
            -- The old tree's root is not one of ours any more.
            v_is_whole := false;
        end if;
    end loop;

    return case when v_is_whole then v_path else audit.range_hash(v_from, v_to) || v_path end;
end;
$$;

comment on function api.audit_consistency is 'The proof that the audit log''s tree has only been added to.';
revoke all on function api.audit_consistency from public;
grant execute on function api.audit_consistency to mami_gateway, mami_operator;
