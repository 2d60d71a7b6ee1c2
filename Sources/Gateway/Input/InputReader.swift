import Postgres

/// Goes through a request field by field and collects what is wrong, so that a client learns it all at once.
struct InputReader {
    /// One thing that is wrong. The name of an unknown field is the client's own word: it is told, but cut short.
    struct Problem: Equatable {
        let field: String
        let message: String
    }

    let lists: Configuration.Lists
    private(set) var values: [String: Value] = [:]
    private(set) var problems: [Problem] = []

    init(lists: Configuration.Lists) {
        self.lists = lists
    }

    mutating func readPath(_ id: String?, _ fields: [Field]) throws(APIError) {
        for field in fields {
            guard let id, case .success(let value) = field.type.parse(id) else { throw .notFound }
            values[field.name] = value
        }
    }

    mutating func readQuery(_ query: String?, _ fields: [Field]) {
        guard let parameters = QueryString.parse(query ?? "") else {
            problems.append(Problem(field: "query", message: "is not properly encoded"))
            return
        }
        for (name, text) in parameters {
            let name = QueryString.snakeCase(name)
            guard let field = fields.first(where: { $0.name == name }) else {
                problems.append(Problem(field: Self.shown(name), message: "is not known"))
                continue
            }
            guard values[name] == nil else {
                problems.append(Problem(field: name, message: "must be given once"))
                continue
            }
            accept(bounded(field).parse(text), for: field)
        }
        for field in fields where values[field.name] == nil {
            if case .limit = field.type {
                values[field.name] = .integer(Int64(lists.defaultLimit))
            } else {
                values[field.name] = field.defaultValue
            }
        }
    }

    mutating func readBody(_ body: JSONValue?, _ fields: [Field]) {
        guard !fields.isEmpty else {
            readAbsentBody(body)
            return
        }
        guard case .object(let members)? = body else {
            problems.append(Problem(field: "body", message: body == nil ? "is required" : "must be a JSON object"))
            return
        }
        for field in fields {
            switch members.first(where: { $0.name == field.name })?.value {
            case nil, .null?:
                if field.isRequired { problems.append(Problem(field: field.name, message: "is required")) }
            case let value?: accept(field.type.parse(value), for: field)
            }
        }
        for (name, _) in members where !fields.contains(where: { $0.name == name }) {
            problems.append(Problem(field: Self.shown(name), message: "is not known"))
        }
    }

    /// A call that needs no body may have an empty one: nothing, `null` or `{}`.
    private mutating func readAbsentBody(_ body: JSONValue?) {
        switch body {
        case nil, .null?: return
        case .object(let members)?:
            for (name, _) in members { problems.append(Problem(field: Self.shown(name), message: "is not known")) }
        default: problems.append(Problem(field: "body", message: "must be empty"))
        }
    }

    private mutating func accept(_ result: Result<Value, FieldType.Refusal>, for field: Field) {
        switch result {
        case .success(let value): values[field.name] = value
        case .failure(let refusal): problems.append(Problem(field: field.name, message: refusal.message))
        }
    }

    private func bounded(_ field: Field) -> FieldType {
        if case .limit = field.type { .integer(1...Int64(lists.maximumLimit)) } else { field.type }
    }

    /// An unknown name, as far as it is one: what is no identifier could be anything, and is not repeated.
    private static func shown(_ name: String) -> String {
        let isIdentifier = name.utf8.count <= 40 && name.allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") }
        return isIdentifier && !name.isEmpty ? name : "(unnamed)"
    }
}
