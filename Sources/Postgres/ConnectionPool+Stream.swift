extension ConnectionPool {
    /// Runs a statement on the next free connection and gives its rows in batches. The connection is the stream's until it ends:
    /// the transaction is committed behind the last row, and rolled back when the stream ends before.
    /// - Throws: `PostgresError`, also of the statement's start.
    public func stream(_ statement: Statement, _ parameters: [Value], batch: Int) async throws -> RowStream {
        let (id, engine) = try await lease()
        do {
            try await engine.openCursor(statement, parameters)
            let first = try await engine.fetch(batch)
            return RowStream(first: first) {
                try await engine.fetch(batch)
            } finish: { isWhole in
                Task { await self.end(id, engine, isWhole: isWhole) }
            }
        } catch {
            await end(id, engine, isWhole: false)
            throw error is StaleConnection ? PostgresError(kind: .connectionLost, message: "stale connection") : error
        }
    }

    /// A connection whose transaction cannot be ended is no use to anybody.
    private func end(_ id: Int, _ engine: any ConnectionEngine, isWhole: Bool) async {
        do {
            try await engine.closeCursor(isWhole: isWhole)
            giveBack(id)
        } catch {
            lose(id)
        }
    }
}
