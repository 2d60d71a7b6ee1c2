import Postgres

/// What would be in the way of dropping a function or a view.
enum Dependents {
    /// One thing that needs the other.
    struct Dependent: Sendable {
        /// As the server describes it.
        let description: String
        /// The identity that a file's object would have; nil for what no file makes.
        let identity: String?
        /// A plpgsql body that calls it by name: the server does not know of it, and it breaks when it is called.
        let isCaller: Bool
    }

    /// What depends on an object, and whose bodies call it.
    static func of(_ object: LiveObjects.Object, _ session: Session) async throws -> [Dependent] {
        let rows = try await session.rows(query, [.integer(object.oid), .text(object.name)])
        return try rows.map { row in
            Dependent(
                description: try row.text("description") ?? "",
                identity: try row.text("identity"),
                isCaller: try row.boolean("is_caller") ?? false
            )
        }
    }

    private static let query = """
        select distinct
            case
                when v.oid is not null then 'view ' || v.oid::regclass
                else pg_describe_object(d.classid, d.objid, d.objsubid)
            end as description,
            case
                when v.oid is not null then 'view ' || vn.nspname || '.' || v.relname
                when p.oid is not null then 'function ' || pn.nspname || '.' || p.proname
                when t.oid is not null then 'trigger ' || t.tgname || ' on ' || tn.nspname || '.' || tc.relname
            end as identity,
            false as is_caller
        from pg_depend as d
        left join pg_rewrite as w on d.classid = 'pg_rewrite'::regclass and w.oid = d.objid
        left join pg_class as v on v.oid = w.ev_class
        left join pg_namespace as vn on vn.oid = v.relnamespace
        left join pg_proc as p on d.classid = 'pg_proc'::regclass and p.oid = d.objid
        left join pg_namespace as pn on pn.oid = p.pronamespace
        left join pg_trigger as t on d.classid = 'pg_trigger'::regclass and t.oid = d.objid
        left join pg_class as tc on tc.oid = t.tgrelid
        left join pg_namespace as tn on tn.oid = tc.relnamespace
        where d.refobjid = $1
            and d.deptype = 'n'
            and v.oid is distinct from d.refobjid
        union all
        select 'called by ' || p.oid::regprocedure, null, true
        from pg_proc as p
        join pg_namespace as n on n.oid = p.pronamespace
        where p.prosrc ~ ('\\m' || replace($2, '.', '\\.') || '\\s*\\(')
            and p.oid <> $1
            and n.nspname not in ('pg_catalog', 'information_schema')
        order by 3, 1
        """
}
