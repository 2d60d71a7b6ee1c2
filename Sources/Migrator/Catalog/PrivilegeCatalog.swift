import Postgres
import SQLText

/// The privileges in the database on schemas and what is in them, but for those of the owners.
struct PrivilegeCatalog: Sendable {
    /// A table, a view or a sequence.
    struct Table: Sendable {
        let schema: String
        let isSequence: Bool
    }

    var entries: Set<PrivilegeManifest.Entry> = []
    /// Schemas by signature, as `regprocedure` writes it.
    var functions: [String: String] = [:]
    /// By qualified name; without partitions, which are reached through their table.
    var tables: [String: Table] = [:]
    var schemas: Set<String> = []

    /// Signatures as `regprocedure` writes them, by their normalized form.
    private var spellings: [String: String] = [:]

    /// A function by its name, where only one has it, or by a signature as a file writes it, e.g. with other spaces.
    func function(_ signature: String) -> String? {
        guard !signature.contains("(") else { return spellings[Self.normalized(signature)] }
        let bearers = functions.keys.filter { $0.prefix { $0 != "(" } == signature }
        return bearers.count == 1 ? bearers.first : nil
    }

    /// Reads the privileges of some schemas.
    static func read(_ session: Session, schemas: [String]) async throws -> PrivilegeCatalog {
        var catalog = PrivilegeCatalog()
        for row in try await session.rows(query, [.text(schemas.joined(separator: ","))]) {
            guard let kind = try row.text("kind"), let object = try row.text("object"),
                let schema = try row.text("schema")
            else { continue }
            let isPartition = try row.boolean("is_partition") == true
            switch kind {
            case "function": catalog.functions[object] = schema
            case "schema": catalog.schemas.insert(object)
            default:
                if !isPartition {
                    catalog.tables[object] = Table(schema: schema, isSequence: try row.boolean("is_sequence") == true)
                }
            }
            guard let grantee = try row.text("grantee"), let privilege = try row.text("privilege"), !isPartition else {
                continue
            }
            let column = try row.text("column")
            catalog.entries.insert(
                .init(kind: kind, object: object, column: column, grantee: grantee, privilege: privilege))
        }
        catalog.spellings = Dictionary(
            catalog.functions.keys.map { (normalized($0), $0) }, uniquingKeysWith: { one, _ in one })
        return catalog
    }

    /// Names of types have more than one spelling.
    private static func normalized(_ signature: String) -> String {
        let spellings = [
            ("timestamptz", "timestamp with time zone"), ("timetz", "time with time zone"), ("int8", "bigint"),
            ("int4", "integer"), ("int", "integer"), ("int2", "smallint"), ("bool", "boolean"),
            ("varchar", "character varying"),
            ("decimal", "numeric"), ("float8", "double precision"),
        ]
        let words = SQLScanner.tokens(of: signature).filter(\.isSignificant).map { token in
            spellings.first { $0.0 == token.folded }?.1 ?? token.folded
        }
        return words.joined().filter { $0 != " " }
    }

    private static let query = """
        with ours as (
            select n.oid, n.nspname, n.nspowner, n.nspacl
            from pg_namespace as n
            where n.nspname = any (string_to_array($1, ','))
        ),

        things as (
            select
                'schema' as kind, o.nspname::text as object, o.nspname as schema, null::text as column, o.nspowner as owner,
                coalesce(o.nspacl, acldefault('n', o.nspowner)) as acl, false as is_partition, false as is_sequence
            from ours as o
            union all
            select
                'function', p.oid::regprocedure::text, o.nspname, null, p.proowner,
                coalesce(p.proacl, acldefault('f', p.proowner)), false, false
            from pg_proc as p
            join ours as o on o.oid = p.pronamespace
            where not exists (
                select from pg_depend as d
                where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
            )
            union all
            select
                'table', c.oid::regclass::text, o.nspname, null, c.relowner,
                coalesce(c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner)),
                c.relispartition, c.relkind = 'S'
            from pg_class as c
            join ours as o on o.oid = c.relnamespace
            where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
                and not exists (
                    select from pg_depend as d
                    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
                )
            union all
            select 'table', c.oid::regclass::text, o.nspname, a.attname, c.relowner, a.attacl, c.relispartition, false
            from pg_attribute as a
            join pg_class as c on c.oid = a.attrelid
            join ours as o on o.oid = c.relnamespace
            where a.attacl is not null and not a.attisdropped
        )

        select
            t.kind, t.object, t.schema, t.column, t.is_partition, t.is_sequence,
            g.privilege || case when g.is_grantable then ' WITH GRANT OPTION' else '' end as privilege,
            g.grantee
        from things as t
        left join lateral (
            select
                case x.grantee when 0 then 'public' else (select r.rolname from pg_roles as r where r.oid = x.grantee) end as grantee,
                x.privilege_type as privilege,
                x.is_grantable
            from aclexplode(t.acl) as x
            where x.grantee <> t.owner
        ) as g on true
        """
}
