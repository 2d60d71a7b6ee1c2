/// Something that runs statements: a pool of connections, or a stand-in in a test of what is above it.
public protocol Database: Sendable {
    /// Runs a statement in a transaction of its own.
    /// - Throws: `PostgresError`.
    func query(_ statement: Statement, _ parameters: [Value]) async throws -> QueryResult
    /// Runs a statement in a transaction of its own and gives its rows in batches, for results of any length.
    /// - Throws: `PostgresError`.
    func stream(_ statement: Statement, _ parameters: [Value], batch: Int) async throws -> RowStream
    /// Adds rows to a table, all of them or none.
    /// - Throws: `PostgresError`.
    func copy(_ rows: CopyText, into target: CopyTarget) async throws
}
