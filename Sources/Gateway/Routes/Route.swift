import HTTPTypes
import Postgres

/// One endpoint: the row of the route table. Nearly all are nothing but this row; the few that do more than one call name
/// their handler.
struct Route: Sendable {
    /// What answers a route.
    enum Handler: Sendable, Equatable {
        /// One call of the SQL function, whose JSON is the body.
        case function
        case register
        case login
        case refresh
        case confirm
        case webhook
        case health
        case ready
    }

    let method: HTTPRequest.Method
    let path: String
    /// Other spellings of the path.
    var aliases: [String] = []
    var access: Access = .everybody
    /// The SQL function, with its schema.
    var function: String?
    var fields: [Field] = []
    var status: HTTPResponse.Status = .ok
    /// Whether the answer carries an ETag.
    var hasETag = false
    /// Whether the body is searched for card data first.
    var refusesCardData = false
    var handler: Handler = .function

    /// Whether a token is needed.
    var needsToken: Bool {
        if case .everybody = access { false } else { true }
    }

    /// All paths under which it is reached.
    var paths: [String] { [path] + aliases }

    /// The fields that become parameters of the function, in the order of the statement.
    var parameters: [Field] { fields.filter { $0.location != .gateway } }

    /// The one statement of a plain route. The settings in `from` are made before the function in the select list runs:
    /// the audit log and the session check read them.
    var statement: Statement? {
        guard handler == .function, let function else { return nil }
        var arguments = needsToken ? ["p_actor_id => $3"] : []
        for field in parameters {
            arguments.append("\(field.parameter) => $\(arguments.count + 3)")
        }
        return Statement(
            name: "\(method.rawValue) \(path)",
            sql: """
                select \(function)(\(arguments.joined(separator: ", "))) as body \
                from set_config('mami.request_id', $1, true) as request, set_config('mami.session_id', $2, true) as session
                """
        )
    }
}
