import Postgres

/// Goes through a request field by field and collects what is wrong, so that a client learns it all at once.
struct InputReader {
    /// One thing that is wrong. The name of an unknown field is the client's own word: it is told, but cut short.
    struct Problem: Equatable {
        /// With its path: `items[3].approved_quantity`.
        let field: String
        let message: String
    }

    let lists: Configuration.Lists
    private(set) var values: [String: Value] = [:]
    /// At most so many are told: an answer must not be larger than the request that made it.
    static let problemLimit = 100
    private(set) var problems: [Problem] = []

    init(lists: Configuration.Lists) {
        self.lists = lists
    }

    private mutating func refuse(_ field: String, _ message: String) {
        guard problems.count < Self.problemLimit else { return }
        problems.append(Problem(field: field, message: message))
    }

    /// A path that names no possible id names nothing.
    mutating func readPath(_ ids: [String: String]) throws(APIError) {
        for (name, text) in ids {
            guard case .success(let value) = FieldType.id.parse(text) else { throw APIError(.notFound) }
            values[name] = value
        }
    }

    mutating func readQuery(_ query: String?, _ fields: [Field]) {
        guard let parameters = QueryString.parse(query ?? "") else {
            let limits = "\(QueryString.byteLimit) bytes and \(QueryString.countLimit) parameters"
            refuse("query", "must be properly encoded, and have at most \(limits)")
            return
        }
        var seen: Set<String> = []
        for (name, text) in parameters {
            let name = QueryString.snakeCase(name)
            guard let field = fields.first(where: { $0.name.isSame(as: name) }) else {
                refuse(Self.shown(name), "is not known")
                continue
            }
            guard seen.insert(name).inserted else {
                refuse(name, "must be given once")
                continue
            }
            values[field.parameter] = accepted(bounded(field.type).parse(text), name)
        }
        for field in fields where !seen.contains(field.name) {
            if field.need == .required {
                refuse(field.name, "is required")
            } else if case .limit = field.type {
                values[field.parameter] = .integer(Int64(lists.defaultLimit))
            } else {
                values[field.parameter] = field.defaultValue
            }
        }
    }

    mutating func readBody(_ body: JSONValue?, _ kind: Route.Body) {
        switch kind {
        case .none: readAbsentBody(body)
        case .json(let fields):
            switch body {
            case .object(let members)?: readMembers(members, fields)
            case nil, .null?:
                if fields.contains(where: { $0.need == .required }) {
                    refuse("body", "is required")
                }
            default: refuse("body", "must be a JSON object")
            }
        // As they are: nobody looks into them here.
        case .raw, .upload: break
        }
    }

    private mutating func readMembers(_ members: [(name: String, value: JSONValue)], _ fields: [Field]) {
        var cleared: [String] = []
        for field in fields {
            let value = members.first { $0.name.isSame(as: field.name) }?.value
            if value == .null, field.need == .clearable {
                cleared.append(field.name)
            } else {
                values[field.parameter] = read(value, field, at: field.name)
            }
        }
        if fields.contains(where: { $0.need == .clearable }) {
            values["clear"] = .text("{\(cleared.joined(separator: ","))}")
        }
        refuseUnknown(members, fields, prefix: "")
    }

    /// The value of a field; nil if it is left out or wrong.
    private mutating func read(_ value: JSONValue?, _ field: Field, at path: String, isNested: Bool = false) -> Value? {
        guard let value, value != .null else {
            if field.need == .required { refuse(path, "is required") }
            return field.defaultValue
        }
        return read(value, field.type, at: path, isNested: isNested)
    }

    /// An array of plain values is PostgreSQL's where it is a parameter of its own, and JSON inside of JSON.
    private mutating func read(_ value: JSONValue, _ type: FieldType, at path: String, isNested: Bool) -> Value? {
        switch (type, value) {
        case (.array(let element, let count), .array(let elements)):
            guard count.contains(elements.count) else {
                refuse(path, "must have \(count.lowerBound) to \(count.upperBound) elements")
                return nil
            }
            let values = elements.enumerated().compactMap { index, value in
                read(value, element, at: "\(path)[\(index)]", isNested: true)
            }
            let isPlain = if case .object = element { false } else { !isNested }
            return .text(isPlain ? InputText.postgresArray(values) : InputText.jsonArray(values, of: element))
        case (.object(let fields), .object(let members)):
            return .text(readObject(members, fields, at: path))
        default: return accepted(type.parse(value), path)
        }
    }

    /// The object with what is known of it, as JSON again. A clearable field that is null stays null; others are left out.
    private mutating func readObject(
        _ members: [(name: String, value: JSONValue)],
        _ fields: [Field],
        at path: String
    ) -> String {
        var texts: [String] = []
        for field in fields {
            let given = members.first { $0.name.isSame(as: field.name) }?.value
            if given == .null, field.need == .clearable {
                texts.append(InputText.member(field, .null))
            } else if let value = read(given, field, at: "\(path).\(field.name)", isNested: true), value != .null {
                texts.append(InputText.member(field, value))
            }
        }
        refuseUnknown(members, fields, prefix: path + ".")
        return "{" + texts.joined(separator: ",") + "}"
    }

    private mutating func refuseUnknown(
        _ members: [(name: String, value: JSONValue)],
        _ fields: [Field],
        prefix: String
    ) {
        for (name, _) in members where !fields.contains(where: { $0.name.isSame(as: name) }) {
            refuse(prefix + Self.shown(name), "is not known")
        }
    }

    /// A call that needs no body may have an empty one: nothing, `null` or `{}`.
    private mutating func readAbsentBody(_ body: JSONValue?) {
        switch body {
        case nil, .null?: return
        case .object(let members)?: refuseUnknown(members, [], prefix: "")
        default: refuse("body", "must be empty")
        }
    }

    private mutating func accepted(_ result: Result<Value, FieldType.Refusal>, _ path: String) -> Value? {
        switch result {
        case .success(let value): return value
        case .failure(let refusal):
            refuse(path, refusal.message)
            return nil
        }
    }

    private func bounded(_ type: FieldType) -> FieldType {
        if case .limit = type { .integer(1...Int64(lists.maximumLimit)) } else { type }
    }

    /// An unknown name, as far as it is one: what is no identifier could be anything, and is not repeated.
    static func shown(_ name: String) -> String {
        let isIdentifier =
            (1...40).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0.loweredASCII) || $0 == UInt8(ascii: "_") }
        return isIdentifier ? name : "(unnamed)"
    }
}
