create or replace function api.audit_seal(p_limit integer)
    returns integer
    language plpgsql
    volatile parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
    set jit = off
    -- In the order of the key, so that a limit is one.
    set enable_sort = off
    set enable_seqscan = off
as $$
-- Seals entries that nothing can change or get before any more, at most p_limit, in the order of their ids; gives how many. An entry is settled
-- when its transaction is older than every one that runs. Null when another sealer is at work.
-- Where to look begins behind sealed_id. It follows by marks: a transaction has its number before its entries take their ids (audit.event sees
-- to that), so one with a number that nobody had yet when the sequence stood at mark_id writes greater ids; when all older transactions have
-- ended, every entry up to mark_id is there, and settled. So it takes the primary key alone, and no index that writers would pay for.
-- In another cluster than before (a dump was restored) the numbers of old transactions mean nothing: what came with the dump is settled with
-- the first mark of the new cluster.
-- Callers: the gateway's sealer
-- Errors:  MS400 VALIDATION_ERROR; 25001 in a transaction that keeps its snapshot
-- Locks:   audit.seal_state (skip locked)
-- Writes:  audit.leaves, audit.tree_nodes, audit.seal_state
declare
    v_state audit.seal_state;
    v_system bigint;
    v_last_id bigint;
    v_snapshot pg_snapshot;
    v_horizon xid8;
    v_is_ready boolean;
    v_ready_id bigint;
    v_at timestamptz;
    v_complete_at text;
    v_secret bytea;
    v_count bigint;
    v_taken_id bigint;
begin
    if p_limit not between 1 and 1000000 then
        perform store.fail_field('limit', 'must be from 1 to 1000000');
    elsif current_setting('transaction_isolation') <> 'read committed' then
        raise active_sql_transaction using message = 'audit_seal must see what was committed until now';
    end if;

    select s.* into v_state from audit.seal_state as s for no key update skip locked;

    if not found then
        return null;
    end if;

    select c.system_identifier into v_system from pg_control_system() as c;

    if v_state.system_identifier is distinct from v_system then
        v_state.system_identifier := v_system;
        v_state.mark_id := 0;
        v_state.mark_transaction := '0';
        v_state.mark_at := v_state.complete_at;
        v_state.horizon := '0';
    end if;

    -- The clock and the sequence first: what takes its number after them is later, and takes a greater id.
    v_at := clock_timestamp();
    select s.last_value - (not s.is_called)::integer into v_last_id from audit.entries_audit_entry_id_seq as s;
    v_snapshot := pg_current_snapshot();
    v_horizon := pg_snapshot_xmin(v_snapshot);

    -- A transaction runs for long: nothing has become settled since the last look.
    if v_horizon = v_state.horizon then
        return 0;
    end if;

    v_is_ready := v_state.mark_transaction <= v_horizon;
    v_ready_id := greatest(v_state.sealed_id, case when v_is_ready then v_state.mark_id end);
    v_complete_at := audit.canonical_time(v_state.complete_at);
    v_secret := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());

    with made as (
        insert into audit.leaves (leaf_index, audit_entry_id, created_at, complete_at, salt, leaf_hash)
        select
            v_state.size - 1 + row_number() over (order by n.audit_entry_id, n.created_at),
            n.audit_entry_id,
            n.created_at,
            v_state.complete_at,
            n.salt,
            audit.leaf_hash(n.salt, n.canonical)
        from (
            select
                e.audit_entry_id,
                e.created_at,
                -- As good as random, for who does not know the secret, which nobody does when this call is over.
                substring(sha256(v_secret || int8send(e.audit_entry_id)) for 16) as salt,
                audit.entry_canonical(e.audit_entry_id, e.created_at, v_complete_at, e) as canonical
            from audit.entries as e
            where e.audit_entry_id > v_state.sealed_id
                and (e.transaction_id < v_horizon or e.audit_entry_id <= v_ready_id)
                and not exists (
                    select
                    from audit.leaves as l
                    where l.audit_entry_id = e.audit_entry_id
                        and l.created_at = e.created_at
                        and l.audit_entry_id > v_state.sealed_id
                )
            order by e.audit_entry_id, e.created_at
            limit p_limit
        ) as n
        returning audit_entry_id
    )
    select count(*), max(m.audit_entry_id) into v_count, v_taken_id from made as m;

    perform audit.tree_grow(v_state.size, v_state.size + v_count);

    update audit.seal_state as s
    set
        size = v_state.size + v_count,
        sealed_id = case when v_count < p_limit then v_ready_id else greatest(v_state.sealed_id, least(v_ready_id, v_taken_id - 1)) end,
        complete_at = case when v_is_ready and v_count < p_limit then v_state.mark_at else v_state.complete_at end,
        mark_id = case when v_is_ready then v_last_id else v_state.mark_id end,
        mark_transaction = case when v_is_ready then pg_snapshot_xmax(v_snapshot) else v_state.mark_transaction end,
        mark_at = case when v_is_ready then v_at else v_state.mark_at end,
        horizon = case when v_count < p_limit then v_horizon else '0' end,
        system_identifier = v_state.system_identifier;

    return v_count::integer;
end;
$$;

comment on function api.audit_seal is 'Seals entries of the audit log that are settled.';
revoke all on function api.audit_seal from public;
grant execute on function api.audit_seal to mami_gateway;
