create or replace function audit.cursor_of(p_created_at timestamptz, p_audit_entry_id bigint)
    returns text
    language sql
    stable parallel safe
    security invoker
return (extract(epoch from p_created_at) * 1000000)::bigint || '-' || p_audit_entry_id;

comment on function audit.cursor_of is 'Where a list of entries goes on. No SET clause, so that it is inlined.';
revoke all on function audit.cursor_of from public;
