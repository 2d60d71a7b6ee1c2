import Postgres

extension Database {
    /// Calls a function that gives one value: `try await database.value("api.ready", [:], context)`.
    /// - Parameter arguments: by the names of the function's parameters, without their `p_`; `p_actor_id` is the context's.
    /// - Throws: `PostgresError`; of kind `decoding` when there is no value, or another one than the caller expects.
    func value<Cell: CellDecodable>(
        _ function: String,
        _ arguments: Arguments,
        _ context: CallContext
    ) async throws -> Cell {
        guard let row = try await call(function, .value, arguments, context).first else {
            throw PostgresError.emptyAnswer
        }
        return try row.get("value")
    }

    /// Calls a function that gives values, one a row.
    /// - Throws: as above.
    func values<Cell: CellDecodable>(
        _ function: String,
        _ arguments: Arguments,
        _ context: CallContext
    ) async throws -> [Cell] {
        try await call(function, .value, arguments, context).map { try $0.get("value") }
    }

    /// Calls a function for its effect.
    /// - Throws: `PostgresError`.
    func run(_ function: String, _ arguments: Arguments, _ context: CallContext) async throws {
        _ = try await call(function, .value, arguments, context)
    }

    /// Calls a function that gives exactly one row of several columns.
    /// - Throws: as above.
    func row(
        _ function: String,
        _ arguments: Arguments,
        _ context: CallContext
    ) async throws -> Row {
        guard let row = try await rows(function, arguments, context).first else { throw PostgresError.emptyAnswer }
        return row
    }

    /// Calls a function that gives rows of several columns.
    /// - Throws: as above.
    func rows(
        _ function: String,
        _ arguments: Arguments,
        _ context: CallContext
    ) async throws -> QueryResult {
        try await call(function, .rows, arguments, context)
    }

    private func call(
        _ function: String,
        _ shape: FunctionStatement.Shape,
        _ arguments: Arguments,
        _ context: CallContext
    ) async throws -> QueryResult {
        let call = FunctionStatement(
            function, arguments.names, takesActor: context.actorID != nil, shape: shape)
        return try await retrying(call.statement, call.values(arguments.values, context))
    }
}
