import Postgres

/// A call of a function with an Idempotency-Key: the first one is made and its answer kept, in one transaction; the next ones get that
/// answer. The function gives one JSON value, and knows nothing of it.
struct KeyedCall: Sendable {
    /// With its schema.
    let function: String
    let arguments: Arguments
    /// Who may make it: nobody else gets the answer of it either.
    let roles: Set<Role>
    let key: String
    let fingerprint: [UInt8]

    /// What the key has.
    struct Answer: Sendable {
        /// As it was the first time, byte for byte.
        let body: [UInt8]
        /// Whether it was kept from an earlier call.
        let isReplayed: Bool
    }

    /// One statement, so that a lost connection leaves all of it or nothing. `offset 0` keeps the planner from dissolving the subquery:
    /// the settings are made, then the key is looked for, once, and only then, if it has no answer, the function is called.
    var statement: Statement {
        let key = "p_roles => $4, p_function_name => '\(function)', p_idempotency_key => $5, p_fingerprint => $6"
        let named = arguments.names.enumerated().map { ", p_\($1) => $\($0 + 7)" }.joined()
        return Statement(
            name: function,
            sql: """
                select case when call.kept is null then api.answer_keep(p_actor_id => $3, \(key), \
                p_answer => \(function)(p_actor_id => $3\(named))) else call.kept end as value, \
                call.kept is not null as is_replayed \
                from (select api.answer_recall(p_actor_id => $3, \(key)) as kept \
                from set_config('mami.request_id', $1, true) as request, \
                set_config('mami.session', $2, true) as session offset 0) as call
                """
        )
    }

    /// The values for the placeholders.
    func values(_ context: CallContext) -> [Value] {
        let names = roles.map { Value.text($0.rawValue) }
        return [
            .text(context.requestID), Value(context.session), Value(context.actorID),
            .text(InputText.postgresArray(names)), .text(key), .bytes(fingerprint),
        ] + arguments.values
    }
}

extension Database {
    /// Makes a call with a key, or gives what it gave.
    /// - Throws: `PostgresError`.
    func once(_ call: KeyedCall, _ context: CallContext) async throws -> KeyedCall.Answer {
        guard let row = try await retrying(call.statement, call.values(context)).first else {
            throw PostgresError.emptyAnswer
        }
        return KeyedCall.Answer(body: try row.get("value"), isReplayed: try row.get("is_replayed"))
    }
}
