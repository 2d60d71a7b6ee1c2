create or replace function api.audit_proof(p_actor_id bigint, p_audit_entry_id bigint)
    returns json
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- All that somebody needs who wants to check that an entry is in the log, and trusts nothing of ours but a public key: the entry as it
-- was hashed, its salt, its place, the hashes on the way to the root, and the checkpoint with that root. Without one that covers the entry
-- the proof is for the tree as it is. Of an erased entry, and of one in an archive, the leaf's hash stands alone. Who asks stands in the log.
-- Callers: GET /admin/audit/{audit_entry_id}/proof
-- Errors:  MS400 VALIDATION_ERROR, MS401 UNAUTHORIZED, MS403 FORBIDDEN, MS404 AUDIT_ENTRY_NOT_FOUND, MS409 AUDIT_ENTRY_NOT_SEALED
-- Locks:   none
-- Writes:  audit.entries
declare
    v_leaf audit.leaves;
    v_checkpoint audit.checkpoints;
    v_size bigint;
    v_canonical text;
begin
    perform store.enter(p_actor_id, 'ADMIN');

    select l.* into v_leaf from audit.leaves as l where l.audit_entry_id = p_audit_entry_id order by l.leaf_index limit 1;

    if not found and exists (select from audit.entries as e where e.audit_entry_id = p_audit_entry_id) then
        perform store.fail('AUDIT_ENTRY_NOT_SEALED');
    elsif v_leaf.leaf_index is null then
        perform store.fail('AUDIT_ENTRY_NOT_FOUND');
    end if;

    select c.* into v_checkpoint
    from audit.checkpoints as c
    where c.size > v_leaf.leaf_index
    order by c.size desc, c.checkpoint_id desc
    limit 1;

    v_size := coalesce(v_checkpoint.size, (select s.size from audit.seal_state as s));
    v_canonical := (
        select audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(v_leaf.complete_at), e)
        from audit.entries as e
        where e.audit_entry_id = v_leaf.audit_entry_id
            and e.created_at = v_leaf.created_at
            and v_leaf.salt is not null
    );

    perform audit.event('AUDIT_PROOF_READ', 'audit', p_audit_entry_id, jsonb_build_object('tree_size', v_size));

    return store.data_json(
        json_build_object(
            'leaf_index', v_leaf.leaf_index,
            'tree_size', v_size,
            'leaf_hash', encode(v_leaf.leaf_hash, 'base64'),
            'salt', encode(v_leaf.salt, 'base64'),
            'entry', v_canonical,
            'path', (
                select coalesce(json_agg(encode(p.hash, 'base64') order by p.place), '[]')
                from unnest(api.audit_inclusion(v_leaf.leaf_index, v_size)) with ordinality as p (hash, place)
            ),
            'root', encode(api.audit_root(v_size), 'base64'),
            'checkpoint', v_checkpoint.note,
            'public_key', audit.verifier_key(v_checkpoint.origin, v_checkpoint.public_key)
        )
    );
end;
$$;

comment on function api.audit_proof is 'The proof that an entry is in the audit log.';
revoke all on function api.audit_proof from public;
grant execute on function api.audit_proof to mami_gateway, mami_operator;
