/// An object with data, or that others are made of.
enum DropObjectRule: LintRule {
    static let id = "drop-object"
    static let summary =
        "A dropped table, type, schema, sequence or materialized view is gone with its data, and the former release still uses it."

    private static let kinds: Set<String> = [
        "table", "foreign table", "type", "domain", "schema", "sequence", "materialized view",
    ]

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        var reader = statement.reader
        guard reader.accept("drop"), let kind = ObjectKind.take(&reader), kinds.contains(kind) else { return [] }
        return reader.takeNames().filter { !statement.schema.isNew(kind, $0, in: statement.path) }.map {
            statement.complaint(
                "drops \(kind) \($0) and what it holds; deploy functions that do not use it, then drop it in a later migration, and say so in an allow"
            )
        }
    }
}

/// What takes along whatever depends on it.
enum DropCascadeRule: LintRule {
    static let id = "drop-cascade"
    static let summary =
        "`drop … cascade` takes along everything that depends on it, whatever that is on the day it runs."
    static let scope: Set<LintedFile.Role> = [.migration, .function, .desired]

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        if statement.begins(with: "drop", "owned") {
            return [statement.complaint("drop owned drops whatever the role has; name what is to go")]
        }
        let message = "cascade drops whatever depends on it on that day; name what is to go"
        if statement.begins(with: "drop"), statement.tokens.last?.isWord("cascade") == true {
            return [statement.complaint(message)]
        }
        return AlterTable(statement.tokens)?.steps
            .filter { $0.tokens.begins(with: ["drop"]) && $0.tokens.last?.isWord("cascade") == true }
            .map { statement.complaint(message, line: $0.line) } ?? []
    }
}

/// A name that somebody may still use.
enum RenameRule: LintRule {
    static let id = "rename"
    static let summary =
        "A renamed column, table, view, type, enum value or schema breaks whatever uses the former name, from that moment on."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        let advice =
            "breaks whatever uses the former name; add the new one beside it, change functions over, drop the old one in a later migration"
        if let change = AlterTable(statement.tokens) {
            guard !statement.isNew(change.table) else { return [] }
            return change.steps.compactMap { step in
                switch step.action {
                case .renameColumn(let old, _):
                    statement.complaint("renaming \(change.table).\(old) \(advice)", line: step.line)
                case .renameTable, .setSchema:
                    statement.complaint("renaming \(change.table) \(advice)", line: step.line)
                default: nil
                }
            }
        }
        var reader = statement.reader
        guard reader.accept("alter"), let kind = ObjectKind.take(&reader), kind != "index" else { return [] }
        _ = reader.accept("if", "exists")
        guard let name = reader.takeName(), !statement.schema.isNew(kind, name, in: statement.path),
            reader.accept("rename") || reader.accept("set", "schema")
        else { return [] }
        return [statement.complaint("renaming \(kind) \(name), or a part of it, \(advice)")]
    }
}
