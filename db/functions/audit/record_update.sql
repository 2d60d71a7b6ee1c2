create or replace function audit.record_update()
    returns trigger
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
as $$
-- Records the changed columns of an UPDATE, set-based; a secret column shows that it changed, not what to.
-- Rows are paired by their whole key with a full join: a changed key shows as two rows, never as none.
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
        entity_type, entity_id, entity_key, action, old_value, new_value, context, actor_user_id, request_id, source,
        subject_user_id
    )
    select
        tg_table_name,
        (coalesce(n.doc, o.doc) ->> v_keys[1])::bigint,
        coalesce(n.doc, o.doc) - v_rest,
        'UPDATE',
        d.old_value,
        d.new_value,
        v_call.context,
        v_call.actor_user_id,
        v_call.request_id,
        v_call.source,
        case
            when s.doc ? 'user_id' then (s.doc ->> 'user_id')::bigint
            when s.doc ?| v_parents then audit.subject_of(s.doc)
        end
    from (
        select
            r.doc,
            coalesce(r.doc - v_rest, r.doc -> v_keys[1]) as key
        from (select to_jsonb(t) as doc from old_rows as t offset 0) as r
    ) as o
    full join (
        select
            r.doc,
            coalesce(r.doc - v_rest, r.doc -> v_keys[1]) as key
        from (select to_jsonb(t) as doc from new_rows as t offset 0) as r
    ) as n on n.key = o.key
    cross join lateral (
        select
            jsonb_object_agg(key, case when key = any (v_secrets) then '"[secret]"' else b.value end) as old_value,
            jsonb_object_agg(key, case when key = any (v_secrets) then '"[secret]"' else a.value end) as new_value
        from jsonb_each(o.doc) as b
        full join jsonb_each(n.doc) as a using (key)
        where b.value is distinct from a.value
    ) as d
    cross join lateral (select coalesce(n.doc, o.doc) as doc) as s
    where d.new_value is not null;

    return null;
end;
$$;

comment on function audit.record_update is 'Audit trigger: the changed columns of an UPDATE, before and after.';
revoke all on function audit.record_update from public;
