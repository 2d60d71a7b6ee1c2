/// One connection to the server, as the pool sees it. The line at which another way of driving libpq, such as one thread
/// for all connections in pipeline mode, can be put in.
protocol ConnectionEngine: Sendable {
    /// Runs a statement, prepared when it is new to the connection.
    /// - Throws: `PostgresError`; `StaleConnection` if the connection was found dead before anything was sent.
    func execute(_ statement: Statement, _ parameters: [Value]) async throws -> QueryResult
    /// Adds rows to a table by COPY.
    /// - Throws: as above.
    func copy(_ rows: CopyText, into target: CopyTarget) async throws
    /// Begins a transaction with a cursor over a statement's rows.
    func openCursor(_ statement: Statement, _ parameters: [Value]) async throws
    /// The cursor's next rows; none behind the last.
    func fetch(_ count: Int) async throws -> QueryResult
    /// Ends the transaction: commits it, or rolls it back where the rows were not read to their end.
    func closeCursor(isWhole: Bool) async throws
    /// Ends the connection; later calls throw.
    func close() async
}

/// The server had closed the connection before the statement was sent: it has certainly not run, so it may be sent again
/// over another connection.
struct StaleConnection: Error {}
