create or replace function api.audit_tree_head()
    returns table (size bigint, root bytea, checkpoint_size bigint, checkpoint_note text, checkpoint_seconds integer)
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The tree as it is, and the newest checkpoint that somebody has signed of it, with its age.
-- Callers: the gateway's sealer
-- Errors:  MS400 VALIDATION_ERROR
-- Locks:   none
-- Writes:  none
begin
    return query
        select s.size, api.audit_root(s.size), c.size, c.note, extract(epoch from clock_timestamp() - c.created_at)::integer
        from audit.seal_state as s
        left join lateral (
            select n.size, n.note, n.created_at from audit.checkpoints as n order by n.size desc, n.checkpoint_id desc limit 1
        ) as c on true;
end;
$$;

comment on function api.audit_tree_head is 'The audit log''s tree as it is, and its newest checkpoint.';
revoke all on function api.audit_tree_head from public;
grant execute on function api.audit_tree_head to mami_gateway;
