/// One connection to the server, as the pool sees it. The line at which another way of driving libpq, such as one thread
/// for all connections in pipeline mode, can be put in.
protocol ConnectionEngine: Sendable {
    /// Runs a prepared statement.
    /// - Throws: `PostgresError`; `StaleConnection` if the connection was found dead before anything was sent.
    func execute(_ statement: Statement, _ parameters: [Value]) async throws -> QueryResult
    /// Ends the connection; later calls throw.
    func close() async
}

/// The server had closed the connection before the statement was sent: it has certainly not run, so it may be sent again
/// over another connection.
struct StaleConnection: Error {}
