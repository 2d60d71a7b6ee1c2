/// Commands that write a table anew.
enum RewriteTableRule: LintRule {
    static let id = "rewrite-table"
    static let summary =
        "`cluster`, `vacuum full`, a refreshed view, another access method, tablespace or `set [un]logged` write the table anew while nobody can read it."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        if let cause = wholeStatement(statement) {
            return [
                statement.complaint(
                    "\(cause) under an exclusive lock; do it in a quiet hour, by hand, or with pg_repack")
            ]
        }
        guard let change = statement.alterTable else { return [] }
        let settings = [["access", "method"], ["tablespace"], ["logged"], ["unlogged"]]
        return change.steps.compactMap { step in
            guard let setting = settings.first(where: { step.tokens.begins(with: ["set"] + $0) }) else { return nil }
            return statement.complaint(
                "set \(setting.joined(separator: " ")) writes all of \(change.table) anew under an exclusive lock; do it in a quiet hour, or make a new table and move over in batches",
                line: step.line)
        }
    }

    private static func wholeStatement(_ statement: LintedStatement) -> String? {
        var reader = statement.reader
        if reader.accept("cluster") { return "cluster writes the table anew" }
        if reader.accept("vacuum") {
            let options = reader.takeParentheses() ?? []
            return options.has("full") || reader.accept("full") ? "vacuum full writes the table anew" : nil
        }
        guard reader.accept("refresh", "materialized", "view"), !reader.accept("concurrently"),
            let name = reader.takeName(), !statement.schema.isNew("materialized view", name, in: statement.path)
        else { return nil }
        return "the refresh without concurrently writes \(name) anew"
    }
}

/// Every row at once, gone.
enum TruncateRule: LintRule {
    static let id = "truncate"
    static let summary = "`truncate` takes every row away under an exclusive lock, past the audit log."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        var reader = statement.reader
        guard reader.accept("truncate") else { return [] }
        _ = reader.accept("table")
        _ = reader.accept("only")
        guard let table = reader.takeName(), !statement.isNew(table) else { return [] }
        return [
            statement.complaint(
                "truncate takes all rows of \(table) away, past the audit log; delete what has to go, in batches with a where"
            )
        ]
    }
}

/// A lock that is asked for by name.
enum LockTableRule: LintRule {
    static let id = "lock-table"
    static let summary = "`lock table` stops everybody who uses the table until the migration has ended."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        var reader = statement.reader
        guard reader.accept("lock") else { return [] }
        _ = reader.accept("table")
        _ = reader.accept("only")
        guard let table = reader.takeName(), !statement.isNew(table) else { return [] }
        return [
            statement.complaint(
                "lock table holds \(table) until the migration ends; let each statement take the lock that it needs, and keep the migration short"
            )
        ]
    }
}

/// One statement over all rows.
enum UnboundedWriteRule: LintRule {
    static let id = "unbounded-write"
    static let summary =
        "An `update` or `delete` without `where` locks every row until the migration ends, and leaves a dead copy of each."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        var reader = statement.reader
        guard reader.accept("update") || reader.accept("delete", "from") else { return [] }
        _ = reader.accept("only")
        guard let table = reader.takeName(), !statement.isNew(table), !reader.rest.hasTopLevel("where") else {
            return []
        }
        return [
            statement.complaint(
                "\(statement.tokens[0].folded) without where locks every row of \(table) until the end; go through it in batches, each a migration step or a job of its own"
            )
        ]
    }
}

/// Triggers put to sleep, and with them the audit log.
enum DisableTriggerRule: LintRule {
    static let id = "disable-trigger"
    static let summary = "Disabled triggers, or `session_replication_role`, let changes pass that are in no audit log."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        let message = "what changes meanwhile is in no audit log; leave the triggers on"
        if statement.tokens.begins(with: ["set"]), statement.tokens.has("session_replication_role") {
            return [statement.complaint("session_replication_role switches triggers off: \(message)")]
        }
        guard let change = statement.alterTable else { return [] }
        return change.steps.filter { $0.tokens.begins(with: ["disable", "trigger"]) }.map { step in
            statement.complaint("disables triggers of \(change.table): \(message)", line: step.line)
        }
    }
}
