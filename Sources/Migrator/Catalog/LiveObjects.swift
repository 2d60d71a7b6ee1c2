import Postgres

/// What stands in the database, of the kinds that files make.
struct LiveObjects: Sendable {
    /// One of them.
    struct Object: Sendable, Equatable {
        let kind: SchemaObject.Kind
        /// `api.cart_get`, `audit_insert on store.carts`
        let name: String
        /// With the types of its parameters, as `drop` wants it: `function api.cart_get(bigint)`.
        let signature: String
        /// The server's own text of it.
        let definition: String
        let oid: Int64
    }

    /// By identity. A function with overloads has more than one.
    let byIdentity: [String: [Object]]

    /// The objects of that identity.
    subscript(_ object: SchemaObject) -> [Object] { byIdentity[object.identity] ?? [] }

    /// The one that the file made: among overloads, the one that looks as it did then; otherwise the newest.
    func current(_ object: SchemaObject, deployed: String?) -> Object? {
        let head = deployed?.prefix { $0 != "\n" }
        return self[object].first { $0.definition.prefix { $0 != "\n" } == head }
            ?? self[object].max { $0.oid < $1.oid }
    }

    /// Reads functions, views and triggers of some schemas, but not those of extensions.
    static func read(_ session: Session, schemas: [String]) async throws -> LiveObjects {
        let rows = try await session.rows(query, [.text(schemas.joined(separator: ","))])
        let objects = try rows.map { row in
            Object(
                kind: SchemaObject.Kind(rawValue: try row.text("kind") ?? "") ?? .function,
                name: try row.text("name") ?? "",
                signature: try row.text("signature") ?? "",
                definition: try row.text("definition") ?? "",
                oid: try row.integer("oid") ?? 0
            )
        }
        return LiveObjects(byIdentity: Dictionary(grouping: objects) { SchemaObject.identity($0.kind, $0.name) })
    }

    private static let query = """
        with ours as (
            select n.oid, n.nspname
            from pg_namespace as n
            where n.nspname = any (string_to_array($1, ','))
        )

        select
            'function' as kind,
            o.nspname || '.' || p.proname as name,
            case p.prokind when 'p' then 'procedure ' else 'function ' end
                || quote_ident(o.nspname) || '.' || quote_ident(p.proname)
                || '(' || oidvectortypes(p.proargtypes) || ')' as signature,
            pg_get_functiondef(p.oid) as definition,
            p.oid::bigint as oid
        from pg_proc as p
        join ours as o on o.oid = p.pronamespace
        where p.prokind in ('f', 'p')
            and not exists (
                select from pg_depend as d
                where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
            )
        union all
        select
            'view', o.nspname || '.' || c.relname,
            'view ' || quote_ident(o.nspname) || '.' || quote_ident(c.relname),
            pg_get_viewdef(c.oid), c.oid::bigint
        from pg_class as c
        join ours as o on o.oid = c.relnamespace
        where c.relkind = 'v'
            and not exists (
                select from pg_depend as d
                where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
            )
        union all
        select
            'trigger', t.tgname || ' on ' || o.nspname || '.' || c.relname,
            'trigger ' || quote_ident(t.tgname) || ' on ' || quote_ident(o.nspname) || '.' || quote_ident(c.relname),
            pg_get_triggerdef(t.oid) || case t.tgenabled when 'O' then '' else ' -- tgenabled ' || t.tgenabled::text end,
            t.oid::bigint
        from pg_trigger as t
        join pg_class as c on c.oid = t.tgrelid
        join ours as o on o.oid = c.relnamespace
        where not t.tgisinternal
            and t.tgparentid = 0
        """
}
