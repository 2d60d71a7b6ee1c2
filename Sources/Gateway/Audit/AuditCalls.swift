import Postgres

/// The functions of the database that give the audit log to whoever takes all of it.
struct AuditCalls: Sendable {
    let database: any Database

    /// A part of an export.
    struct Part: Sendable {
        let entries: Slice<QueryResult>
        let columnNames: [String]
        /// Behind what the next part begins; nil for the last one.
        let cursor: String?

        /// The columns in front that are no entry's: the cursor, and the entry as JSON.
        static let extraColumns = 2

        fileprivate init(_ rows: QueryResult) throws {
            cursor = try rows.last?.text("next_cursor")
            entries = cursor == nil ? rows[...] : rows.dropLast()
            columnNames = rows.columnNames
        }
    }

    /// The entries that fit a filter, the input of GET /admin/audit/export: the next of them behind a cursor.
    func export(_ filter: Arguments, behind cursor: String?, _ context: CallContext) async throws -> Part {
        try Part(await database.rows("api.audit_export", filter + ["cursor": Value(cursor)], context))
    }
}
