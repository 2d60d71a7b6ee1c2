create or replace function api.audit_erase(p_actor_id bigint, p_audit_entry_id bigint, p_reason text)
    returns void
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Erases what an entry says, as the law may want it: its values, context and salt. That it was there, when and by whom is still proven by its
-- leaf; without the salt nobody can find by trying what was in it. The owner of the log may change nothing in it, so for this one update
-- it gives itself the right.
-- Callers: an admin in psql
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 AUDIT_ENTRY_NOT_FOUND, MS409 AUDIT_ENTRY_NOT_SEALED
-- Locks:   audit.seal_state
-- Writes:  audit.entries, audit.erasures, audit.leaves
declare
    v_leaf audit.leaves;
begin
    perform store.enter(p_actor_id, 'ADMIN');

    if coalesce(btrim(p_reason), '') = '' then
        perform store.fail_field('reason', 'must not be empty');
    end if;

    perform 1 from audit.seal_state as s where s.is_only = true for no key update;

    if not exists (select from audit.entries as e where e.audit_entry_id = p_audit_entry_id) then
        perform store.fail('AUDIT_ENTRY_NOT_FOUND');
    end if;

    select l.* into v_leaf from audit.leaves as l where l.audit_entry_id = p_audit_entry_id order by l.leaf_index limit 1;

    if not found then
        perform store.fail('AUDIT_ENTRY_NOT_SEALED');
    end if;

    grant update on audit.entries to mami_owner;

    update audit.entries as e
    set old_value = null, new_value = null, context = null, entity_key = null
    where e.audit_entry_id = v_leaf.audit_entry_id
        and e.created_at = v_leaf.created_at;

    revoke update on audit.entries from mami_owner;

    update audit.leaves as l set salt = null where l.leaf_index = v_leaf.leaf_index;

    insert into audit.erasures (leaf_index, audit_entry_id, reason)
    values (v_leaf.leaf_index, v_leaf.audit_entry_id, p_reason)
    on conflict on constraint erasures_pkey do nothing;

    perform audit.event(
        'AUDIT_ENTRY_ERASED', 'audit', p_audit_entry_id, jsonb_build_object('reason', p_reason, 'leaf_index', v_leaf.leaf_index)
    );
end;
$$;

comment on function api.audit_erase is 'Erases the content of an audit entry, whose existence stays proven.';
revoke all on function api.audit_erase from public;
grant execute on function api.audit_erase to mami_operator;
