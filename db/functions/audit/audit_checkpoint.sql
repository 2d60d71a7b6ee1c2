create or replace function api.audit_checkpoint(p_actor_id bigint)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- The newest signed checkpoint. Who asks stands in the log.
-- Callers: GET /admin/audit/checkpoint
-- Errors:  MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 AUDIT_CHECKPOINT_NOT_FOUND
-- Locks:   none
-- Writes:  audit.entries
declare
    v_checkpoint audit.checkpoints;
begin
    perform store.enter(p_actor_id, 'ADMIN');

    select c.* into v_checkpoint from audit.checkpoints as c order by c.size desc, c.checkpoint_id desc limit 1;

    if not found then
        perform store.fail('AUDIT_CHECKPOINT_NOT_FOUND');
    end if;

    perform audit.event('AUDIT_CHECKPOINT_READ', 'audit', null, jsonb_build_object('size', v_checkpoint.size));

    return store.data_json(
        json_build_object(
            'size', v_checkpoint.size,
            'root', encode(v_checkpoint.root, 'base64'),
            'checkpoint', v_checkpoint.note,
            'public_key', audit.verifier_key(v_checkpoint.origin, v_checkpoint.public_key),
            'created_at', store.rfc3339(v_checkpoint.created_at)
        )
    );
end;
$$;

comment on function api.audit_checkpoint is 'The newest signed checkpoint of the audit log.';
revoke all on function api.audit_checkpoint from public;
grant execute on function api.audit_checkpoint to mami_gateway, mami_operator;
