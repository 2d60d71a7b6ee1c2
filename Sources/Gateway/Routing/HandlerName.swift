/// What a row of the route table calls the handler that answers it. The program says which type that is: see `Handlers`.
struct HandlerName: Hashable, Sendable, ExpressibleByStringLiteral {
    let text: String

    init(stringLiteral text: String) {
        self.text = text
    }
}

/// Answers a call.
typealias Handler = @Sendable (Call) async throws -> Answer

/// The handlers that the table names.
struct Handlers: Sendable {
    private let byName: [HandlerName: Handler]

    /// - Precondition: each name that the table has is there, and no other: a table without its handlers is a mistake of the
    ///   program that must not wait for a request.
    init(_ handlers: [HandlerName: Handler], for table: [Route]) {
        let names = Set(table.compactMap { if case .handler(let name, _) = $0.target { name } else { nil } })
        precondition(names == Set(handlers.keys), "the route table and the handlers do not agree")
        byName = handlers
    }

    subscript(_ name: HandlerName) -> Handler { byName[name]! }
}
