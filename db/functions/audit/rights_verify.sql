create or replace function audit.rights_verify()
    returns setof text
    language plpgsql
    stable parallel unsafe
    security invoker
    set search_path = pg_catalog, pg_temp
as $$
-- What would let somebody change the log, or change the shop past it, and is not as db/ makes it: rights on the log's tables, their owner,
-- who may become that owner, audit triggers that are missing or off, and rules, triggers or policies on the log itself. A sentence each. The
-- migrator's verify compares what files grant; it does not look at what owners may, at partitions, and at who is a member of what.
-- Nothing is kept from a superuser, so superusers are not told of.
-- Callers: audit_verify
-- Errors:  none
-- Locks:   none
-- Writes:  none
begin
    return query
        with log as (
            select c.oid, c.oid::regclass::text as name, c.relowner, c.relacl, c.relrowsecurity, c.relname like 'entries%' as has_entries,
                -- What the log's own functions do as its owner: see grants.sql.
                case c.relname
                    when 'entries_default' then '{UPDATE,DELETE,TRUNCATE}'::text[]
                    when 'register' then '{UPDATE,DELETE,TRUNCATE}'
                    when 'leaves' then '{UPDATE}'
                    when 'seal_state' then '{UPDATE}'
                    when 'archives' then '{UPDATE}'
                    when 'checkpoints' then '{UPDATE}'
                    else '{}'
                end as owner_may
            from pg_class as c
            where c.relnamespace = 'audit'::regnamespace
                and c.relkind in ('r', 'p')
        ),

        audited as (
            select r.table_name, to_regclass('store.' || quote_ident(r.table_name)) as relation
            from audit.register as r
            where r.key_columns is not null
        )

        select format('%s may %s in %s', coalesce(g.rolname, 'everybody'), lower(x.privilege_type), l.name)
        from log as l
        cross join lateral aclexplode(coalesce(l.relacl, acldefault('r', l.relowner))) as x
        left join pg_roles as g on g.oid = x.grantee
        where (
                x.privilege_type in ('UPDATE', 'DELETE', 'TRUNCATE')
                or (x.privilege_type in ('INSERT', 'TRIGGER', 'REFERENCES') and x.grantee <> l.relowner)
            )
            and (x.grantee <> l.relowner or x.privilege_type <> all (l.owner_may))

        union all

        select format('%s belongs to %s', l.name, l.relowner::regrole)
        from log as l
        where l.relowner <> 'mami_owner'::regrole

        union all

        select format('%s may become %s, which owns the log', r.rolname, 'mami_owner')
        from pg_roles as r
        where r.rolcanlogin
            and not r.rolsuper
            and r.rolname <> 'mami_admin'
            and pg_has_role(r.oid, 'mami_owner', 'member')

        union all

        select format('%s has %s of its 4 audit triggers', t.table_name, count(g.oid))
        from audited as t
        left join pg_trigger as g on g.tgrelid = t.relation
            and g.tgenabled in ('O', 'A')
            and g.tgfoid in (
                'audit.record_insert'::regproc, 'audit.record_update'::regproc, 'audit.record_delete'::regproc,
                'audit.refuse_truncate'::regproc
            )
        group by t.table_name
        having count(g.oid) <> 4

        union all

        select format('%s has a rule, a trigger or a policy', l.name)
        from log as l
        where l.has_entries
            and (
                l.relrowsecurity
                or exists (select from pg_rewrite as w where w.ev_class = l.oid)
                or exists (select from pg_trigger as g where g.tgrelid = l.oid and not g.tgisinternal)
            );
end;
$$;

comment on function audit.rights_verify is 'What would let somebody change the audit log, or the shop past it.';
revoke all on function audit.rights_verify from public;
