create or replace function audit.record_insert()
    returns trigger
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Records the rows of an INSERT, set-based.
-- No subquery or function of ours a row: that made the insert of a checkout's lines twice as slow. "offset 0" makes a row's JSON once,
-- not again wherever it is named.
-- Callers: the triggers that the migrator makes of db/audit.sql; arguments: key columns, secret columns
-- Errors:  42501 when the gateway writes without an actor
-- Locks:   none
-- Writes:  audit.entries
declare
    v_call audit.call := audit.current_call();
    v_keys text[] := tg_argv[0]::text[];
    v_secrets text[] := tg_argv[1]::text[];
    -- Null for a key of one column: then so is entity_key, as entity_id says it all.
    v_rest text[] := case when cardinality(v_keys) > 1 then audit.columns_beside(tg_relid, v_keys) end;
    -- What leads to a user: see subject_of, which is not called for what does not.
    v_parents text[] := array['order_id', 'cart_id', 'checkout_attempt_id', 'payment_id', 'refund_id', 'capture_id', 'session_id'];
begin
    insert into audit.entries (
        entity_type, entity_id, entity_key, action, new_value, context, actor_user_id, request_id, source,
        subject_user_id
    )
    select
        tg_table_name,
        (r.doc ->> v_keys[1])::bigint,
        r.doc - v_rest,
        'INSERT',
        r.doc - v_secrets,
        v_call.context,
        v_call.actor_user_id,
        v_call.request_id,
        v_call.source,
        case
            when r.doc ? 'user_id' then (r.doc ->> 'user_id')::bigint
            when r.doc ?| v_parents then audit.subject_of(r.doc)
        end
    from (select to_jsonb(t) as doc from new_rows as t offset 0) as r;

    return null;
end;
$$;

comment on function audit.record_insert is 'Audit trigger: the rows of an INSERT.';
revoke all on function audit.record_insert from public;
