import Postgres

extension Database {
    /// Runs a statement, again when PostgreSQL ended it for the sake of others (40001, 40P01): three times at the most,
    /// with jitter, so that the same two do not meet again. For statements alone, never around a call of the provider.
    func retrying(_ statement: Statement, _ parameters: [Value]) async throws -> QueryResult {
        for attempt in 1...2 {
            do {
                return try await query(statement, parameters)
            } catch let error as PostgresError where error.isRetryable {
                try await Task.sleep(for: .milliseconds(Int.random(in: 5...25) * attempt))
            }
        }
        return try await query(statement, parameters)
    }
}
