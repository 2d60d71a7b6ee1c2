import Postgres

/// The validated input of a request: a value for each field of the route.
struct Input: Sendable {
    private(set) var values: [String: Value]

    /// The value of a field or a path's id; null for one that was not given.
    subscript(name: String) -> Value { values[name] ?? .null }

    /// The text of a field that is text; empty for one that was not given.
    func text(_ name: String) -> String {
        guard case .text(let text) = self[name] else { return "" }
        return text
    }
}

extension Input {
    /// What a request carries, before it is looked at.
    struct Source: Sendable {
        /// By the names in the path's template.
        var ids: [String: String] = [:]
        var query: String?
        var body: JSONValue?
    }

    /// Reads all fields of a route.
    /// - Throws: `APIError`: not found for an id that cannot be one, else `VALIDATION_ERROR` with everything that is wrong.
    init(_ source: Source, for route: Route, lists: Configuration.Lists) throws(APIError) {
        var reader = InputReader(lists: lists)
        try reader.readPath(source.ids)
        reader.readQuery(source.query, route.query)
        reader.readBody(source.body, route.body)
        guard reader.problems.isEmpty else { throw .validation(reader.problems) }
        self.init(values: reader.values)
    }
}
