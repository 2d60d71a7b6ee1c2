import SQLText

/// `create function` or `create procedure`.
struct RoutineDefinition: Sendable {
    /// `function` or `procedure`
    let kind: String
    let name: String
    let language: String
    let isDefiner: Bool
    /// The value of `set search_path`, e.g. `pg_catalog, pg_temp`.
    let searchPath: String?
    /// Nil for `return …` and `begin atomic … end`, which are parsed when the function is made.
    let body: SQLToken?

    /// Nil for another statement.
    init?(_ tokens: [SQLToken]) {
        var reader = TokenReader(tokens)
        guard reader.accept("create") else { return nil }
        _ = reader.accept("or", "replace")
        let isFunction = reader.accept("function")
        guard isFunction || reader.accept("procedure") else { return nil }
        guard let name = reader.takeName(), reader.takeParentheses() != nil else { return nil }
        kind = isFunction ? "function" : "procedure"
        self.name = name
        let attributes = reader.take { $0.isWord("return") || $0.isWord("begin") }
        let text = attributes.firstIndex(ofTopLevel: "as").map { attributes.dropFirst($0 + 1) }?.first
        body = text?.stringValue == nil ? nil : text
        language =
            attributes.firstIndex(ofTopLevel: "language").map { attributes.dropFirst($0 + 1) }?.first?.folded ?? "sql"
        isDefiner = attributes.hasTopLevel("security", "definer")
        searchPath = attributes.firstIndex(ofTopLevel: "set", "search_path").map { Self.list(attributes[($0 + 2)...]) }
    }

    /// `= a, b` as `a, b`.
    private static func list(_ tokens: ArraySlice<SQLToken>) -> String {
        var reader = TokenReader(Array(tokens))
        var values: [String] = []
        repeat {
            if values.isEmpty { _ = reader.take() }
            values.append(reader.take().map { $0.stringValue ?? $0.folded } ?? "")
        } while reader.accept(",")
        return values.joined(separator: ", ")
    }
}
