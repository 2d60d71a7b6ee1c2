import SQLText

/// `audit.sql`: a row a table, of which the four audit triggers of each are made, and which fills `audit.register` besides.
enum AuditRegister {
    static let path = "audit.sql"
    private static let columns = ["table_name", "key_columns", "secret_columns", "not_audited_because"]

    /// The triggers of all tables that have a key, each an object of its own, so that a new one does not lock the tables of all others.
    /// - Throws: `MigratorFailure` `usage` for a row that says neither a key nor why there is none.
    static func triggers(_ file: SQLFile) throws -> [SchemaObject] {
        do {
            return try ValueRows(file.text, path: file.path, columns: columns).rows.flatMap { row in
                let table = "store." + (try row.text(0))
                guard let keys = try row.list(1) else {
                    guard try row.optionalText(3)?.isEmpty == false else {
                        throw ValueRows.Fault("\(row.place): \(table) has neither a key nor a reason not to be audited")
                    }
                    return [SchemaObject]()
                }
                let secrets = try row.list(2) ?? []
                let arguments = "'{\(keys.joined(separator: ","))}', '{\(secrets.joined(separator: ","))}'"
                return triggers(of: table, arguments).map { object($0.name, table, $0.text, line: row.line) }
            }
        } catch let fault as ValueRows.Fault {
            throw MigratorFailure.usage(fault.description)
        }
    }

    private static func triggers(of table: String, _ arguments: String) -> [(name: String, text: String)] {
        func record(_ event: String, _ rows: String) -> (String, String) {
            (
                "audit_\(event)",
                """
                create or replace trigger audit_\(event) after \(event) on \(table)
                    referencing \(rows) for each statement execute function audit.record_\(event)(\(arguments));

                """
            )
        }
        return [
            record("insert", "new table as new_rows"), record("update", "old table as old_rows new table as new_rows"),
            record("delete", "old table as old_rows"),
            (
                "audit_truncate",
                """
                create or replace trigger audit_truncate before truncate on \(table)
                    for each statement execute function audit.refuse_truncate();

                """
            ),
        ]
    }

    private static func object(_ name: String, _ table: String, _ text: String, line: Int) -> SchemaObject {
        SchemaObject(
            kind: .trigger,
            name: "\(name) on \(table)",
            // Empty lines in front: an error names the register's line.
            file: SQLFile(
                path: "\(path)#\(name) on \(table)", text: String(repeating: "\n", count: line - 1) + text),
            replaces: [],
            references: []
        )
    }
}
