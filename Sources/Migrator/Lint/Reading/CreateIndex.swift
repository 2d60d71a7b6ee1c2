import SQLText

/// `create index`
struct CreateIndex: Sendable {
    /// With the schema of its table; nil when PostgreSQL is to choose it.
    let name: String?
    let table: String
    let isUnique: Bool
    let isConcurrent: Bool
    /// `on only`: of a partitioned table, without its partitions.
    let isOnly: Bool
    let isPartial: Bool
    /// An expression is an empty name.
    let columns: [String]

    /// Nil for another statement.
    init?(_ tokens: [SQLToken]) {
        var reader = TokenReader(tokens)
        guard reader.accept("create") else { return nil }
        isUnique = reader.accept("unique")
        guard reader.accept("index") else { return nil }
        isConcurrent = reader.accept("concurrently")
        _ = reader.accept("if", "not", "exists")
        let ownName = reader.accept("on") ? nil : reader.takeName()
        if ownName != nil { _ = reader.accept("on") }
        isOnly = reader.accept("only")
        guard let table = reader.takeName() else { return nil }
        self.table = table
        let schema = table.split(separator: ".").dropLast().map { $0 + "." }.joined()
        name = ownName.map { schema + $0 }
        _ = reader.take { $0.text == "(" }
        columns = (reader.takeParentheses() ?? []).split(atTopLevel: ",").map { part in
            part.count > 1 && part[1].text == "(" || part.first?.isName != true ? "" : part[0].folded
        }
        isPartial = reader.rest.hasTopLevel("where")
    }
}
