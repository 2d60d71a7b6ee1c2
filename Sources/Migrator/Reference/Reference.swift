import Postgres

/// What a schema offers to its callers, as the catalog knows it.
struct Reference: Sendable {
    /// A function, a procedure or a view.
    struct Entry: Sendable, Equatable {
        let schema: String
        let name: String
        /// The first line of its comment.
        let summary: String
        /// Parameters of a function, columns of a view, as the server writes them.
        let members: String
        /// What a function returns; nil for a view or a procedure.
        let result: String?
        /// Volatility, and what else matters to a caller.
        let attributes: String?
        let header: FunctionHeader?
        /// Who may call or read it, besides its owner.
        let grantees: [String]
    }

    /// By name.
    let entries: [Entry]

    /// Reads the catalog.
    static func read(_ session: Session, schema: String) async throws -> Reference {
        // Types are named as if nothing but PostgreSQL's own were in the path.
        _ = try await session.rows("select set_config('search_path', 'pg_catalog', false)")
        let rows = try await session.rows(query, [.text(schema)])
        return Reference(
            entries: try rows.map { row in
                Entry(
                    schema: schema,
                    name: try row.text("name") ?? "",
                    summary: try row.text("summary") ?? "",
                    members: try row.text("members") ?? "",
                    result: try row.text("result"),
                    attributes: try row.text("attributes"),
                    header: try row.text("body").map(FunctionHeader.init(body:)),
                    grantees: try (row.text("grantees") ?? "").split(separator: ",").map(String.init).sorted()
                )
            }
            // Not by the server, whose order is its collation's.
            .sorted { ($0.name, $0.members) < ($1.name, $1.members) }
        )
    }

    private static let query = """
        select
            p.proname::text as name,
            split_part(obj_description(p.oid, 'pg_proc'), chr(10), 1) as summary,
            pg_get_function_arguments(p.oid) as members,
            pg_get_function_result(p.oid) as result,
            concat_ws(
                ', ',
                case p.provolatile when 'i' then 'immutable' when 's' then 'stable' else 'volatile' end,
                'parallel ' || case p.proparallel when 's' then 'safe' when 'r' then 'restricted' else 'unsafe' end,
                case when p.proisstrict then 'strict' end,
                case when p.prosecdef then 'runs as its owner' else 'runs as its caller' end
            ) as attributes,
            p.prosrc as body,
            g.grantees
        from pg_proc as p
        cross join lateral (
            select string_agg(distinct case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee)::text end, ',') as grantees
            from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as a
            where a.grantee <> p.proowner
                and a.privilege_type = 'EXECUTE'
        ) as g
        where p.pronamespace = (select n.oid from pg_namespace as n where n.nspname = $1)
            and p.prokind in ('f', 'p', 'w')
            and not exists (
                select from pg_depend as d
                where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
            )
        union all
        select
            c.relname::text,
            split_part(obj_description(c.oid, 'pg_class'), chr(10), 1),
            m.members,
            null,
            null,
            null,
            g.grantees
        from pg_class as c
        cross join lateral (
            select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum) as members
            from pg_attribute as a
            where a.attrelid = c.oid
                and a.attnum > 0
                and not a.attisdropped
        ) as m
        cross join lateral (
            select string_agg(distinct case a.grantee when 0 then 'PUBLIC' else pg_get_userbyid(a.grantee)::text end, ',') as grantees
            from aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) as a
            where a.grantee <> c.relowner
                and a.privilege_type = 'SELECT'
        ) as g
        where c.relnamespace = (select n.oid from pg_namespace as n where n.nspname = $1)
            and c.relkind in ('v', 'm')
        """
}
