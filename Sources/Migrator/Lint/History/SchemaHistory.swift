import SQLText

/// What the migrations up to some statement have made, as far as their text shows it: enough to know whether a table is new,
/// what a column's type was, and which conditions hold.
struct SchemaHistory: Sendable {
    /// A check, or any other named constraint.
    struct Constraint: Sendable {
        /// Of a check.
        let condition: [SQLToken]
        var isValid: Bool
        /// The file that made it.
        let origin: String
    }

    struct Table: Sendable {
        /// The file that made it.
        let origin: String
        var isPartitioned = false
        var types: [String: SQLType] = [:]
        var notNull: Set<String> = []
        /// Columns that together name one row, by the name of the constraint or index, without its schema.
        var keys: [String: [String]] = [:]
        var constraints: [String: Constraint] = [:]
    }

    private(set) var tables: [String: Table] = [:]
    /// Types, domains, schemas, sequences, materialized views and indexes, each with the file that made it: `type store.role`.
    private(set) var origins: [String: String] = [:]
    /// Values that were added to an enum, each with the file that did it.
    private(set) var enumValues: [String: String] = [:]

    /// Whether a table is made by this file: nobody waits for it yet, and it is empty but for what this file put into it.
    func isNew(_ table: String, in file: String) -> Bool {
        tables[table]?.origin == file
    }

    /// Whether an object of another kind is made by this file.
    func isNew(_ kind: String, _ name: String, in file: String) -> Bool {
        kind == "table" ? isNew(name, in: file) : origins["\(kind) \(name)"] == file
    }

    /// Takes note of a statement. What it cannot read it passes over.
    mutating func apply(_ tokens: [SQLToken], origin: String) {
        if let table = CreateTable(tokens) {
            tables[table.name] = Table(table, origin: origin)
        } else if let change = AlterTable(tokens) {
            apply(change, origin: origin)
        } else if let index = CreateIndex(tokens) {
            if let name = index.name { origins["index \(name)"] = origin }
            if index.isUnique, !index.isPartial {
                tables[index.table]?.keys[index.name?.unqualified ?? "index \(tokens[0].line) of \(origin)"] =
                    index.columns
            }
        } else {
            applyOther(tokens, origin: origin)
        }
    }

    private mutating func applyOther(_ tokens: [SQLToken], origin: String) {
        var reader = TokenReader(tokens)
        if reader.accept("alter", "type"), let type = reader.takeName(), reader.accept("add", "value") {
            _ = reader.accept("if", "not", "exists")
            guard origins["type \(type)"] != origin, let value = reader.take()?.stringValue else { return }
            enumValues[value] = origin
        } else if reader.accept("drop", "table") {
            for name in reader.takeNames() { tables[name] = nil }
        } else if reader.accept("drop", "index") {
            _ = reader.accept("concurrently")
            for name in reader.takeNames() {
                for table in tables.keys { tables[table]?.keys[name.unqualified] = nil }
            }
        } else if reader.accept("create") {
            guard let kind = ObjectKind.take(&reader) else { return }
            _ = reader.accept("if", "not", "exists")
            if let name = reader.takeName() { origins["\(kind) \(name)"] = origin }
        }
    }

    private mutating func apply(_ change: AlterTable, origin: String) {
        guard var table = tables[change.table] else { return }
        var name = change.table
        for step in change.steps {
            switch step.action {
            case .renameTable(let new):
                name = name.split(separator: ".").dropLast().map { $0 + "." }.joined() + new
            case .setSchema(let schema):
                name = "\(schema).\(name.unqualified)"
            default: table.apply(step.action, origin: origin)
            }
        }
        tables[change.table] = nil
        tables[name] = table
    }
}
