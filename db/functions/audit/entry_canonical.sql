create or replace function audit.entry_canonical(
    p_audit_entry_id bigint, p_created_at timestamptz, p_complete_at text, p_entry audit.entries
)
    returns text
    language sql
    stable parallel safe
    security invoker
return json_build_array(
    'mami-audit-1',
    p_audit_entry_id,
    audit.canonical_time(p_created_at),
    p_complete_at,
    (p_entry).transaction_id::text,
    (p_entry).entity_type,
    (p_entry).entity_id,
    (p_entry).entity_key,
    (p_entry).action,
    (p_entry).old_value,
    (p_entry).new_value,
    (p_entry).context,
    (p_entry).actor_user_id,
    (p_entry).subject_user_id,
    (p_entry).db_user,
    (p_entry).request_id,
    (p_entry).source
)::text;

comment on function audit.entry_canonical is 'What is hashed of an entry: an array of JSON, its times by audit.canonical_time. No SET clause, so that it is inlined.';
revoke all on function audit.entry_canonical from public;
