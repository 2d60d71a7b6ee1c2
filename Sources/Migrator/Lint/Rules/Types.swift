/// A point in time that does not say where.
enum TimestampZoneRule: LintRule {
    static let id = "timestamp-zone"
    static let summary =
        "A column of type `timestamp` without zone means another moment for every session; `timestamptz` means one."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        columns(of: statement).filter { $0.type.name == "timestamp" || $0.type.name == "timetz" }.map { column in
            statement.complaint(
                "\(column.name) is \(column.type.name), which names no moment; use timestamptz, and time for the time of a day",
                line: column.line)
        }
    }

    private static func columns(of statement: LintedStatement) -> [(name: String, type: SQLType, line: Int)] {
        if let table = CreateTable(statement.tokens) { return table.columns.map { ($0.name, $0.type, $0.line) } }
        if let change = AlterTable(statement.tokens) {
            return change.steps.compactMap { step in
                switch step.action {
                case .addColumn(let column): (column.name, column.type, column.line)
                case .alterType(let column, let type, _, _): (column, type, step.line)
                default: nil
                }
            }
        }
        var reader = statement.reader
        if reader.accept("create", "type"), reader.takeName() != nil, reader.accept("as"),
            let parts = reader.takeParentheses()
        {
            return parts.split(atTopLevel: ",").compactMap(ColumnDefinition.init).map { ($0.name, $0.type, $0.line) }
        }
        if reader.accept("create", "domain"), let name = reader.takeName() {
            _ = reader.accept("as")
            return [(name, SQLType(reader.take(until: ColumnDefinition.isConstraintWord)), statement.line)]
        }
        return []
    }
}

/// A value of an enum that is not there yet.
enum EnumValueUseRule: LintRule {
    static let id = "enum-value-use"
    static let summary =
        "A value that `alter type … add value` adds cannot be used before that transaction has committed."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard statement.isTransactional, !statement.begins(with: "comment"), !statement.begins(with: "alter", "type")
        else {
            return []
        }
        let used = statement.tokens.first { token in
            token.kind == .string && token.stringValue.map { statement.schema.enumValues[$0] == statement.path } == true
        }
        guard let used else { return [] }
        return [
            statement.complaint(
                "\(used.text) is added in this transaction and cannot be used before it commits; use it in a later migration",
                line: used.line)
        ]
    }
}
