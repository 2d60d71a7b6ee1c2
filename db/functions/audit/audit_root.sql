create or replace function api.audit_root(p_size bigint)
    returns bytea
    language plpgsql
    stable parallel safe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The root of the tree when it had p_size leaves. Null when a hash is missing that it needs.
-- Callers: audit_checkpoint_add, audit_tree_head, audit_verify; people in psql
-- Errors:  MS400 VALIDATION_ERROR
-- Locks:   none
-- Writes:  none
begin
    if p_size < 0 or p_size > (select s.size from audit.seal_state as s) then
        perform store.fail_field('size', 'must be a size that the tree has had');
    end if;

    return audit.range_hash(0, p_size);
end;
$$;

comment on function api.audit_root is 'The root of the audit log''s tree at a size.';
revoke all on function api.audit_root from public;
grant execute on function api.audit_root to mami_operator;
