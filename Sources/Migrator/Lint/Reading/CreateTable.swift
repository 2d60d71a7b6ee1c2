import SQLText

/// `create table`
struct CreateTable: Sendable {
    let name: String
    let isTemporary: Bool
    let isPartition: Bool
    let isPartitioned: Bool
    let columns: [ColumnDefinition]
    let constraints: [TableConstraint]

    /// Nil for another statement.
    init?(_ tokens: [SQLToken]) {
        var reader = TokenReader(tokens)
        guard reader.accept("create") else { return nil }
        _ = reader.accept("global") || reader.accept("local")
        isTemporary = reader.accept("temporary") || reader.accept("temp")
        _ = reader.accept("unlogged") || reader.accept("foreign")
        guard reader.accept("table") else { return nil }
        _ = reader.accept("if", "not", "exists")
        guard let name = reader.takeName() else { return nil }
        self.name = name
        isPartition = reader.accept("partition", "of")
        _ = reader.take { $0.text == "(" || $0.isWord("as") || $0.isWord("partition") }
        let elements = reader.takeParentheses()?.split(atTopLevel: ",") ?? []
        constraints = elements.compactMap(TableConstraint.init)
        columns = elements.filter { TableConstraint($0) == nil && !$0.begins(with: ["like"]) }
            .compactMap(ColumnDefinition.init)
        isPartitioned = reader.rest.hasTopLevel("partition", "by")
    }
}
