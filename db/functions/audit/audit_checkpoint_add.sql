create or replace function api.audit_checkpoint_add(p_size bigint, p_root bytea, p_origin text, p_note text, p_public_key bytea)
    returns boolean
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Keeps a signed checkpoint; false when there is one of this size and key already, or a greater one, which says more: then two have signed at
-- once. Refuses what is not the root of this tree.
-- Callers: the gateway's sealer
-- Errors:  MS400 VALIDATION_ERROR, MS409 AUDIT_CHECKPOINT_REFUSED
-- Locks:   audit.seal_state
-- Writes:  audit.checkpoints
begin
    perform 1 from audit.seal_state as s where s.is_only = true for no key update;

    if p_root is distinct from api.audit_root(p_size) then
        perform store.fail('AUDIT_CHECKPOINT_REFUSED');
    elsif p_size < (select max(c.size) from audit.checkpoints as c) then
        return false;
    end if;

    insert into audit.checkpoints (size, root, origin, note, public_key)
    values (p_size, p_root, p_origin, p_note, p_public_key)
    on conflict on constraint checkpoints_size_once do nothing;

    return found;
end;
$$;

comment on function api.audit_checkpoint_add is 'Keeps a signed checkpoint of the audit log.';
revoke all on function api.audit_checkpoint_add from public;
grant execute on function api.audit_checkpoint_add to mami_gateway;
