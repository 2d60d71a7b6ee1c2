import HTTPTypes
import Postgres

/// One endpoint: a row of the route table. Nearly all are nothing but this row; the few that do more than one call name their
/// handler, and depend on none.
package struct Route: Sendable {
    /// What answers it.
    enum Target: Sendable, Equatable, ExpressibleByStringLiteral {
        /// One call of the function, whose JSON is the body.
        case function(String)
        /// The handler of that name, which calls the function among others; none for one that asks the database nothing.
        case handler(HandlerName, function: String?)

        /// A function with its schema.
        init(stringLiteral function: String) { self = .function(function) }
    }

    /// What it takes as body.
    enum Body: Sendable {
        /// Nothing; `null` and `{}` are nothing too.
        case none
        /// A JSON object; where no field is required it may be missing.
        case json([Field])
        /// Bytes that the handler looks at, as they came.
        case raw
        /// A stream that the handler reads: of these media types, at most so many bytes.
        case upload(Set<String>, limit: Int)
    }

    /// What it answers when all is well.
    enum AnswerKind: Sendable, Equatable {
        /// 200 with `{"data": …}`.
        case data
        /// 200 with a list: `data` and `pagination`.
        case page
        /// 201 with what was made.
        case created
        /// 204.
        case nothing
        /// 200 with the function's rows as CSV, as they come (RFC 4180).
        case csv(file: String)
        /// Server-sent events, until the client leaves.
        case events

        var status: HTTPResponse.Status {
            switch self {
            case .data, .page, .csv, .events: .ok
            case .created: .created
            case .nothing: .noContent
            }
        }
    }

    /// Which calls are counted, and refused when there are too many.
    enum RateLimit: Sendable, Equatable {
        case none
        /// By the client's address, and by the field `email`; the scope is counted by itself.
        case credentials(scope: String)
    }

    /// The connections that it shares with its like, so that one kind of work starves no other.
    package enum Lane: Sendable, Hashable, CaseIterable {
        /// Short reads.
        case read
        /// Short writes.
        case write
        /// Checkout and what follows from it.
        case money
        /// Searches, which anybody may send, and which cost.
        case search
        /// Reports and other long reads.
        case slow
    }

    package let method: HTTPRequest.Method
    package let path: Path
    /// Other spellings of the path.
    package var spellings: [Path] = []
    package let access: Access
    let target: Target
    var query: [Field] = []
    var body = Body.none
    var answer = AnswerKind.data
    /// Whether the answer carries an ETag.
    var isTagged = false
    /// Whether a field that is named like card data is refused; a card number is, everywhere.
    var refusesCardData = false
    /// Whether it takes the header Idempotency-Key: the same key and input again gives the same answer, and does nothing. For a
    /// function whose JSON is the body; a handler sees to it itself.
    var takesKey = false
    var rateLimit = RateLimit.none
    package var lane: Lane

    /// Whether a token is needed.
    var needsToken: Bool {
        if case .everybody = access { false } else { true }
    }

    /// All paths under which it is reached.
    package var paths: [Path] { [path] + spellings }

    /// The function, with its schema.
    package var function: String? {
        switch target {
        case .function(let name): name
        case .handler(_, let name): name
        }
    }

    /// The fields of a JSON body.
    var bodyFields: [Field] {
        if case .json(let fields) = body { fields } else { [] }
    }

    /// The parameters of the function that the input gives, without their `p_`; the actor is not among them.
    package var parameters: [String] { path.ids + query.parameters + bodyFields.parameters }

    /// The one statement of a route without a handler.
    var statement: FunctionStatement? {
        guard case .function(let name) = target else { return nil }
        let shape: FunctionStatement.Shape = if case .csv = answer { .rows } else { .value }
        return FunctionStatement(name, parameters, takesActor: needsToken, shape: shape)
    }

    /// The call of a route that takes a key.
    func keyedCall(_ arguments: Arguments, key: String) -> KeyedCall? {
        guard takesKey, case .function(let name) = target, case .roles(let roles) = access else { return nil }
        return KeyedCall(
            function: name, arguments: arguments, roles: roles, key: key, fingerprint: Fingerprint.of(self, arguments))
    }
}

extension Route: CustomStringConvertible {
    /// `GET /api/v1/orders/{order_id}`
    package var description: String { "\(method.rawValue) \(path.template)" }
}
