import Postgres

/// The one form in which a function of the database is called. Placeholders are made from the parameters' names, and the frame
/// sets the context for the transaction.
struct FunctionStatement: Sendable {
    /// What the function gives.
    enum Shape: Sendable {
        /// One value, under the name `value`.
        case value
        /// Rows with columns of their own.
        case rows
    }

    let statement: Statement
    let takesActor: Bool

    /// `function` with its schema, `parameters` without their `p_`.
    init(_ function: String, _ parameters: [String], takesActor: Bool, shape: Shape) {
        var arguments = takesActor ? ["p_actor_id => $3"] : []
        for name in parameters { arguments.append("p_\(name) => $\(arguments.count + 3)") }
        let call = "\(function)(\(arguments.joined(separator: ", ")))"
        // The settings stand in `from`, so they are made before the select list calls the function.
        let context =
            "from set_config('mami.request_id', $1, true) as request, set_config('mami.session', $2, true) as session"
        let sql =
            switch shape {
            case .value: "select \(call) as value \(context)"
            // `offset 0` keeps the planner from dissolving the subquery, which would call the function once a column.
            case .rows: "select (call.result).* from (select \(call) as result \(context) offset 0) as call"
            }
        statement = Statement(name: function, sql: sql)
        self.takesActor = takesActor
    }

    /// The values for the placeholders.
    func values(_ arguments: [Value], _ context: CallContext) -> [Value] {
        var values: [Value] = [.text(context.requestID), Value(context.session)]
        if takesActor { values.append(Value(context.actorID)) }
        return values + arguments
    }
}
