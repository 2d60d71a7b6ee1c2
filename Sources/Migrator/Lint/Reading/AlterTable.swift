import SQLText

/// `alter table`, cut into its actions.
struct AlterTable: Sendable {
    /// One thing that it does.
    enum Action: Sendable {
        case addColumn(ColumnDefinition)
        case addConstraint(TableConstraint)
        case dropColumn(String)
        case alterType(column: String, type: SQLType, using: [SQLToken], changesCollation: Bool)
        case setNotNull(column: String)
        case dropNotNull(column: String)
        case dropConstraint(String)
        case validateConstraint(String)
        case renameColumn(String, to: String)
        case renameConstraint(String, to: String)
        case renameTable(to: String)
        case setSchema(String)
        case other
    }

    /// An action with its tokens.
    struct Step: Sendable {
        let action: Action
        let tokens: [SQLToken]
        var line: Int { tokens.first?.line ?? 1 }
    }

    let table: String
    let steps: [Step]

    /// Nil for another statement.
    init?(_ tokens: [SQLToken]) {
        var reader = TokenReader(tokens)
        guard reader.accept("alter", "table") || reader.accept("alter", "foreign", "table") else { return nil }
        _ = reader.accept("if", "exists")
        _ = reader.accept("only")
        guard let table = reader.takeName() else { return nil }
        self.table = table
        if reader.next?.text == "*" { _ = reader.take() }
        steps = reader.rest.split(atTopLevel: ",").map { Step(action: Self.action($0), tokens: $0) }
    }

    private static func action(_ tokens: [SQLToken]) -> Action {
        var reader = TokenReader(tokens)
        if reader.accept("add") {
            if let constraint = TableConstraint(reader.rest) { return .addConstraint(constraint) }
            _ = reader.accept("column")
            _ = reader.accept("if", "not", "exists")
            return ColumnDefinition(reader.rest).map(Action.addColumn) ?? .other
        }
        if reader.accept("drop") {
            let isConstraint = reader.accept("constraint")
            _ = !isConstraint && reader.accept("column")
            _ = reader.accept("if", "exists")
            guard let name = reader.takeName() else { return .other }
            return isConstraint ? .dropConstraint(name) : .dropColumn(name)
        }
        if reader.accept("validate", "constraint") {
            return reader.takeName().map(Action.validateConstraint) ?? .other
        }
        if reader.accept("rename") { return rename(&reader) }
        if reader.accept("set", "schema") { return reader.takeName().map(Action.setSchema) ?? .other }
        if reader.accept("alter"), !reader.accept("constraint") { return alterColumn(&reader) }
        return .other
    }

    private static func rename(_ reader: inout TokenReader) -> Action {
        if reader.accept("to") { return reader.takeName().map(Action.renameTable) ?? .other }
        let isConstraint = reader.accept("constraint")
        _ = !isConstraint && reader.accept("column")
        guard let old = reader.takeName(), reader.accept("to"), let new = reader.takeName() else { return .other }
        return isConstraint ? .renameConstraint(old, to: new) : .renameColumn(old, to: new)
    }

    private static func alterColumn(_ reader: inout TokenReader) -> Action {
        _ = reader.accept("column")
        guard let column = reader.takeName() else { return .other }
        if reader.accept("set", "not", "null") { return .setNotNull(column: column) }
        if reader.accept("drop", "not", "null") { return .dropNotNull(column: column) }
        guard reader.accept("set", "data", "type") || reader.accept("type") else { return .other }
        let type = SQLType(reader.take(until: ColumnDefinition.isConstraintWord))
        let changesCollation = reader.accept("collate") && reader.takeName() != nil
        let using = reader.accept("using") ? reader.rest : []
        return .alterType(column: column, type: type, using: using, changesCollation: changesCollation)
    }
}
