import Postgres

/// The schema as text that depends on nothing but the schema.
struct CanonicalDump: Sendable, Equatable {
    /// The schemas that it tells of.
    static let schemas = ["api", "audit", "extensions", "store"]
    /// The audit log's monthly partitions come and go with time.
    private static let leftOut = "audit.entries_[0-9][0-9][0-9][0-9]_[0-9][0-9]"

    let text: String

    /// Puts `pg_dump`'s entries into an order of their own: by schema, kind and name.
    init(dump: String, extensions: [DumpEntry] = []) {
        let entries = (DumpEntry.all(in: dump) + extensions).sorted {
            Self.key($0).lexicographicallyPrecedes(Self.key($1))
        }
        text =
            (["-- Made by `migrator dump`, for comparing, not for restoring."] + entries.map(\.text))
            .joined(separator: "\n\n") + "\n"
    }

    /// Dumps the session's database.
    static func take(_ session: Session, role: String) async throws -> CanonicalDump {
        let arguments =
            ["--schema-only", "--no-owner", "--role=\(role)", "--lock-wait-timeout=10s", "--exclude-table=\(leftOut)"]
            + schemas.map { "--schema=\($0)" }
        let dump = try await PgDump.find().run(arguments, connectionString: session.connectionString)
        return CanonicalDump(dump: dump, extensions: try await extensions(session))
    }

    /// `pg_dump` leaves extensions out when it is told schemas. Their versions are the server's business.
    private static func extensions(_ session: Session) async throws -> [DumpEntry] {
        try await session.rows(
            """
            select quote_ident(e.extname) as name, quote_ident(n.nspname) as schema
            from pg_extension as e
            join pg_namespace as n on n.oid = e.extnamespace
            where n.nspname = any (string_to_array($1, ','))
            """,
            [.text(schemas.joined(separator: ","))]
        ).map { row in
            let name = try row.text("name") ?? ""
            let schema = try row.text("schema") ?? ""
            return DumpEntry(
                name: name, type: "EXTENSION", schema: schema,
                statements: ["CREATE EXTENSION \(name) WITH SCHEMA \(schema)"])
        }
    }

    private static func key(_ entry: DumpEntry) -> [String] {
        [entry.schema == "-" ? "" : entry.schema, entry.type, entry.name, entry.text]
    }
}
