create or replace function api.audit_verify(p_from bigint default 0, p_to bigint default null)
    returns table (
        kind text, is_broken boolean, leaf_index bigint, audit_entry_id bigint, created_at timestamptz, entries bigint, detail text
    )
    language plpgsql
    stable parallel unsafe
    security definer
    set search_path = pg_catalog, pg_temp
    set plan_cache_mode = force_custom_plan
    set jit = off
    set work_mem = '64MB'
as $$
-- Makes the seal again from the entries, for the leaves from p_from up to and without p_to, and gives what is not as it was sealed, the first
-- broken entry first; neighbours of a kind in a month are one row.
--   CHANGED    the entry is not what was sealed
--   SWAPPED    it is what was sealed in another place
--   MISSING    it is not there, or its leaf is not
--   UNSEALED   it was put below what is sealed
--   BACKDATED  it says to be older than the time up to which the log was complete when it came (by a minute, for clocks that are set back)
--   TREE       a stored hash is not what the leaves give
--   TAIL       the tree was larger once
--   RIGHTS     somebody may change the log, or the shop past it, who may not as db/ has it (with the whole log alone)
--   ERASED, ARCHIVED  are no faults: somebody has said why, or the month is in a file, of which this call knows nothing
-- It trusts what is stored here of the tree: who changes an entry with all that is above it is found by a checkpoint elsewhere alone.
-- Callers: people in psql, migrator audit-verify
-- Errors:  MS400 VALIDATION_ERROR
-- Locks:   none
-- Writes:  none
declare
    v_size bigint;
    v_sealed_id bigint;
    v_last bigint;
begin
    select s.size, s.sealed_id, least(coalesce(p_to, s.size), s.size) into v_size, v_sealed_id, v_last from audit.seal_state as s;

    if p_from < 0 then
        perform store.fail_field('from', 'must not be negative');
    end if;

    return query
    with fault as materialized (
        select
            l.leaf_index, l.audit_entry_id, l.created_at, l.complete_at, l.salt, l.leaf_hash,
            case
                when e.audit_entry_id is null then 'MISSING'
                when l.salt is null or audit.leaf_hash(
                    l.salt, audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(l.complete_at), e)
                ) <> l.leaf_hash then 'CHANGED'
                else 'BACKDATED'
            end as kind,
            date_trunc('month', l.created_at at time zone 'UTC')::date as month
        from audit.leaves as l
        left join audit.entries as e on e.audit_entry_id = l.audit_entry_id and e.created_at = l.created_at
        where l.leaf_index >= p_from
            and l.leaf_index < v_last
            and (
                e.audit_entry_id is null
                or l.salt is null
                or audit.leaf_hash(
                    l.salt, audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(l.complete_at), e)
                ) <> l.leaf_hash
                or e.created_at < l.complete_at - interval '1 minute'
            )
    ),
    -- The same id with another time is the entry still.
    moved as materialized (
        select f.leaf_index, f.audit_entry_id, e.created_at
        from fault as f
        join audit.entries as e on e.audit_entry_id = f.audit_entry_id
        where f.kind = 'MISSING'
            and not exists (select from audit.archives as a where a.month = f.month)
    ),
    changed as materialized (
        select f.leaf_index, f.audit_entry_id, f.created_at, f.complete_at, f.salt, f.leaf_hash, e as entry
        from fault as f
        left join moved as m on m.leaf_index = f.leaf_index
        join audit.entries as e on e.audit_entry_id = f.audit_entry_id and e.created_at = coalesce(m.created_at, f.created_at)
        where (f.kind = 'CHANGED' or m.leaf_index is not null)
            and f.salt is not null
        order by f.leaf_index
        limit 200
    ),
    swapped as materialized (
        select a.leaf_index, min(b.leaf_index) as other
        from changed as a
        join changed as b on b.leaf_index <> a.leaf_index
        where b.leaf_hash in (
            -- The row stands in another's place, with its key or but for its values.
            audit.leaf_hash(
                b.salt, audit.entry_canonical(b.audit_entry_id, b.created_at, audit.canonical_time(b.complete_at), a.entry)
            ),
            audit.leaf_hash(
                b.salt,
                audit.entry_canonical(
                    b.audit_entry_id, b.created_at, audit.canonical_time(b.complete_at),
                    jsonb_populate_record(
                        b.entry,
                        jsonb_build_object(
                            'old_value', (a.entry).old_value, 'new_value', (a.entry).new_value, 'context', (a.entry).context
                        )
                    )
                )
            )
        )
        group by a.leaf_index
    ),
    named as (
        select
            f.leaf_index, f.audit_entry_id, f.created_at, f.month,
            case
                when w.leaf_index is not null then 'SWAPPED'
                when m.leaf_index is not null then 'CHANGED'
                when f.kind = 'MISSING' and a.month is not null then 'ARCHIVED'
                when f.kind = 'CHANGED' and x.leaf_index is not null then 'ERASED'
                else f.kind
            end as kind,
            case
                when w.leaf_index is not null then 'with the entry of leaf ' || w.other
                when m.leaf_index is not null then 'its time is another'
                when f.kind = 'MISSING' and a.month is not null then 'its month is in ' || a.file_name || ', which was not read'
                when f.kind = 'MISSING' and p.name is null then 'the partition of its month is not attached'
                when f.kind = 'CHANGED' and x.leaf_index is not null then x.reason
            end as detail
        from fault as f
        left join moved as m on m.leaf_index = f.leaf_index
        left join swapped as w on w.leaf_index = f.leaf_index
        left join audit.archives as a on a.month = f.month
        left join (
            select to_date(right(i.inhrelid::regclass::text, 7), 'YYYY_MM') as month, i.inhrelid::regclass::text as name
            from pg_inherits as i
            where i.inhparent = 'audit.entries'::regclass
                and i.inhrelid <> 'audit.entries_default'::regclass
        ) as p on p.month = f.month
        left join lateral (
            select s.leaf_index, s.reason
            from audit.erasures as s
            join audit.entries as e on e.audit_entry_id = f.audit_entry_id and e.created_at = f.created_at
            where s.leaf_index = f.leaf_index
                and f.salt is null
                and e.old_value is null
                and e.new_value is null
                and e.context is null
                and exists (
                    select
                    from audit.entries as v
                    where v.entity_type = 'audit'
                        and v.entity_id = f.audit_entry_id
                        and v.action = 'AUDIT_ENTRY_ERASED'
                )
        ) as x on f.kind = 'CHANGED'
    ),
    island as (
        select
            g.kind, min(g.leaf_index) as leaf_index, (array_agg(g.audit_entry_id order by g.leaf_index))[1] as audit_entry_id,
            (array_agg(g.created_at order by g.leaf_index))[1] as created_at, count(*) as entries, g.detail
        from (
            select n.*, n.leaf_index - row_number() over (partition by n.kind, n.month, n.detail order by n.leaf_index) as run from named as n
        ) as g
        group by g.kind, g.month, g.detail, g.run
    ),
    unsealed as (
        select e.audit_entry_id, e.created_at, e.entity_type, e.action
        from audit.entries as e
        where e.audit_entry_id <= v_sealed_id
            and not exists (select from audit.leaves as l where l.audit_entry_id = e.audit_entry_id and l.created_at = e.created_at)
            and not exists (select from moved as m where m.audit_entry_id = e.audit_entry_id and m.created_at = e.created_at)
            and (p_from = 0 or e.audit_entry_id >= (select l.audit_entry_id from audit.leaves as l where l.leaf_index = p_from))
            and (p_to is null or e.audit_entry_id < (select l.audit_entry_id from audit.leaves as l where l.leaf_index = v_last))
        order by e.audit_entry_id
        limit 1000
    ),
    gap as (
        select g.first, g.next
        from (
            select l.leaf_index + 1 as first, lead(l.leaf_index, 1, v_last) over (order by l.leaf_index) as next
            from audit.leaves as l
            where l.leaf_index >= p_from
                and l.leaf_index < v_last
            union all
            select p_from, coalesce((select min(l.leaf_index) from audit.leaves as l where l.leaf_index >= p_from), v_last)
        ) as g
        where g.next > g.first
    ),
    wrong_node as (
        select w.level, w.node_index, w.stored
        from (
            select 1 as level, l.leaf_index >> 4 as node_index, audit.node_hash_16(array_agg(l.leaf_hash order by l.leaf_index)) as made
            from audit.leaves as l
            where l.leaf_index >= (p_from >> 4) << 4
                and l.leaf_index < (((v_last + 15) >> 4) << 4)
                and l.leaf_index < (v_size >> 4) << 4
            group by l.leaf_index >> 4
            union all
            select t.level + 1, t.node_index >> 4, audit.node_hash_16(array_agg(t.hash order by t.node_index))
            from audit.tree_nodes as t
            where t.node_index < ((v_size >> (4 * t.level)) >> 4) << 4
            group by t.level + 1, t.node_index >> 4
        ) as m
        full join (
            select t.level, t.node_index, t.hash
            from audit.tree_nodes as t
            where t.level > 1
                or (t.node_index >= p_from >> 4 and t.node_index < (v_last + 15) >> 4)
        ) as s on s.level = m.level and s.node_index = m.node_index
        cross join lateral (
            select coalesce(m.level, s.level) as level, coalesce(m.node_index, s.node_index) as node_index, s.hash as stored
        ) as w
        where m.made is distinct from s.hash
        order by w.level, w.node_index
        limit 100
    ),
    wrong_root as (
        select c.size, lag(c.size) over (order by c.size) as before, c.root
        from audit.checkpoints as c
        where p_to is null
            and p_from = 0
    ),
    finding as (
        select i.kind, i.leaf_index, i.audit_entry_id, i.created_at, i.entries, i.detail from island as i
        union all
        select
            'UNSEALED', (select min(l.leaf_index) from audit.leaves as l where l.audit_entry_id > u.audit_entry_id), u.audit_entry_id,
            u.created_at, 1, u.action || ' of ' || u.entity_type || ' was not there when its neighbours were sealed'
        from unsealed as u
        union all
        select
            case when g.next = v_size then 'TAIL' else 'MISSING' end, g.first, null, null, g.next - g.first,
            'the leaves are not there'
        from gap as g
        union all
        select
            'TREE', w.node_index << (4 * w.level), l.audit_entry_id, l.created_at, 1::bigint << (4 * w.level),
            format('the hash over leaves %s to %s is not theirs', w.node_index << (4 * w.level), ((w.node_index + 1) << (4 * w.level)) - 1)
        from wrong_node as w
        left join audit.leaves as l on l.leaf_index = w.node_index << (4 * w.level)
        union all
        select
            case when r.size > v_size then 'TAIL' else 'TREE' end,
            case when r.size > v_size then v_size else coalesce(r.before, 0) end,
            null, null, r.size - case when r.size > v_size then v_size else coalesce(r.before, 0) end,
            format('a checkpoint of %s leaves is not of this tree', r.size)
        from wrong_root as r
        where case when r.size > v_size then true else api.audit_root(r.size) is distinct from r.root end
        union all
        select 'RIGHTS', null, null, null, 1, r.detail
        from audit.rights_verify() as r (detail)
        where p_to is null
            and p_from = 0
    )
    select f.kind, f.kind not in ('ERASED', 'ARCHIVED'), f.leaf_index, f.audit_entry_id, f.created_at, f.entries, f.detail
    from finding as f
    order by f.kind in ('ERASED', 'ARCHIVED'), f.leaf_index nulls last, f.kind;
end;
$$;

comment on function api.audit_verify is 'What of the audit log is not as it was sealed, the first broken entry first.';
revoke all on function api.audit_verify from public;
grant execute on function api.audit_verify to mami_operator;
