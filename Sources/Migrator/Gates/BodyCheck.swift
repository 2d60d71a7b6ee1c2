import Postgres

/// Looks into the bodies of all functions with plpgsql_check, which finds what would fail only when it is called: a column
/// that is gone, a call with the wrong types.
struct BodyCheck: Sendable {
    /// Something about a body.
    struct Finding: Sendable, CustomStringConvertible {
        /// `functions/cart/cart_get.sql:23: api.cart_get: …`
        let description: String
        let isError: Bool
    }

    let session: Session
    let files: SchemaFiles

    /// All findings, errors and warnings, with file and line.
    func findings() async throws -> [Finding] {
        try await plpgsqlFindings() + sqlFindings()
    }

    private func plpgsqlFindings() async throws -> [Finding] {
        let schema = try await session.rows(
            """
            select quote_ident(n.nspname) as name
            from pg_extension as e
            join pg_namespace as n on n.oid = e.extnamespace
            where e.extname = 'plpgsql_check'
            """
        ).first?.text("name")
        guard let schema else {
            session.report.warning(
                "plpgsql_check is not installed in this database: only the syntax of bodies is checked")
            return try await validatorFindings(language: "plpgsql", validator: "plpgsql_validator")
        }
        let rows = try await session.rows(Self.query(schema), [.text(files.schemas.joined(separator: ","))])
        return try rows.map { row in
            let text = [
                try row.text("message"), try row.text("detail").map { "(\($0))" },
                try row.text("hint").map { "hint: \($0)" },
            ]
            return Finding(
                description: place(try row.text("name") ?? "", try row.integer("lineno").map(Int.init)) + ": "
                    + text.compactMap(\.self).joined(separator: " "),
                isError: try row.text("level") == "error"
            )
        }
    }

    /// Functions in SQL whose bodies are strings were made without a look at them, too.
    private func sqlFindings() async throws -> [Finding] {
        try await validatorFindings(language: "sql", validator: "fmgr_sql_validator")
    }

    private func validatorFindings(language: String, validator: String) async throws -> [Finding] {
        let rows = try await session.rows(
            """
            select p.oid::bigint as oid, n.nspname || '.' || p.proname as name
            from pg_proc as p
            join pg_namespace as n on n.oid = p.pronamespace
            join pg_language as l on l.oid = p.prolang
            where n.nspname = any (string_to_array($1, ','))
                and l.lanname = $2
                and p.prosqlbody is null
                and not exists (
                    select from pg_depend as d
                    where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'
                )
            order by 2
            """,
            [.text(files.schemas.joined(separator: ",")), .text(language)]
        )
        var findings: [Finding] = []
        for row in rows {
            guard let oid = try row.integer("oid"), let name = try row.text("name") else { continue }
            if let message = try await complaint("select \(validator)(\(oid))") {
                findings.append(Finding(description: "\(place(name, nil)): \(message)", isError: true))
            }
        }
        return findings
    }

    /// What a query complains of. Undoes whatever it did.
    private func complaint(_ sql: String) async throws -> String? {
        let connection = session.connection
        do {
            // In a block of its own: within the deployment's transaction, or alone.
            try await connection.execute(
                script: """
                    do $check$ begin
                        perform set_config('check_function_bodies', 'on', true);
                        perform \(sql.dropFirst("select ".count));
                        raise exception using errcode = 'MIGOK';
                    exception when sqlstate 'MIGOK' then null;
                    end $check$
                    """
            )
            return nil
        } catch let error as PostgresError where error.kind == .server {
            return error.message
        }
    }

    private func place(_ name: String, _ line: Int?) -> String {
        guard let object = files.objects.first(where: { $0.kind == .function && $0.name == name }) else { return name }
        // The server counts from the line on which the body's text begins.
        let body = object.file.tokens.first { $0.kind == .dollarString }
        let number = line.flatMap { line in body.map { ":\($0.line + line - 1)" } } ?? ""
        return "\(object.file.path)\(number): \(name)"
    }

    private static func query(_ schema: String) -> String {
        """
        with ours as (
            select p.oid, n.nspname || '.' || p.proname as name, p.prorettype
            from pg_proc as p
            join pg_namespace as n on n.oid = p.pronamespace
            join pg_language as l on l.oid = p.prolang
            where n.nspname = any (string_to_array($1, ','))
                and l.lanname = 'plpgsql'
        )

        select o.name, f.lineno, f.level, f.message, f.detail, f.hint
        from ours as o
        cross join lateral \(schema).plpgsql_check_function_tb(o.oid, all_warnings => true) as f
        where o.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
        union
        select o.name, f.lineno, f.level, f.message, f.detail, f.hint
        from ours as o
        join pg_trigger as t on t.tgfoid = o.oid and not t.tgisinternal and t.tgparentid = 0
        cross join lateral \(schema).plpgsql_check_function_tb(
            o.oid, t.tgrelid, oldtable => t.tgoldtable, newtable => t.tgnewtable, all_warnings => true
        ) as f
        order by 1, 2
        """
    }
}
