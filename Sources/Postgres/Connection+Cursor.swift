extension Connection {
    func openCursor(_ statement: Statement, _ parameters: [Value]) throws {
        try refuseStale()
        try execute(script: "begin")
        _ = try query("declare rows no scroll cursor for \(statement.sql)", parameters)
    }

    func fetch(_ count: Int) throws -> QueryResult {
        try query("fetch forward \(count) from rows")
    }

    func closeCursor(isWhole: Bool) throws {
        // Ends a transaction that has failed, and does nothing where none was begun.
        try execute(script: isWhole ? "commit" : "rollback")
    }
}
