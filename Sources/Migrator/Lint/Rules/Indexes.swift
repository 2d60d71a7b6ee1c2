/// An index that is built, dropped or rebuilt under a lock.
enum IndexConcurrentlyRule: LintRule {
    static let id = "index-concurrently"
    static let summary =
        "An index that is created, dropped or rebuilt without `concurrently` stops all writes to its table, and some reads, for as long as that takes."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        if let index = CreateIndex(statement.tokens) { return create(index, statement) }
        var reader = statement.reader
        if reader.accept("drop", "index"), !reader.accept("concurrently") {
            _ = reader.accept("if", "exists")
            guard let name = reader.takeName(), !statement.schema.isNew("index", name, in: statement.path) else {
                return []
            }
            return [
                statement.complaint(
                    "drop index waits for everybody who reads its table, and everybody else behind it; drop index concurrently in a migration with no-transaction"
                )
            ]
        }
        guard reader.accept("reindex"), !statement.tokens.has("concurrently") else { return [] }
        return [
            statement.complaint(
                "reindex stops writes until it is done; reindex concurrently in a migration with no-transaction")
        ]
    }

    private static func create(_ index: CreateIndex, _ statement: LintedStatement) -> [Complaint] {
        let table = statement.schema.tables[index.table]
        let isAttachedLater = index.isOnly && table?.isPartitioned == true
        guard !index.isConcurrent, !statement.isNew(index.table), !isAttachedLater,
            !statement.schema.isNew("materialized view", index.table, in: statement.path)
        else { return [] }
        let remedy =
            table?.isPartitioned == true
            ? "create it on only the parent, concurrently on each partition, and attach those"
            : "create index concurrently in a migration with no-transaction"
        return [statement.complaint("the index is built while nobody can write to \(index.table); \(remedy)")]
    }
}

/// What PostgreSQL refuses inside of a transaction.
enum NeedsNoTransactionRule: LintRule {
    static let id = "needs-no-transaction"
    static let summary =
        "`concurrently`, `vacuum`, `alter system` and the like cannot run in a transaction: the migration needs `-- migrator: no-transaction`."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard statement.isTransactional, statement.place == .file, needsNoTransaction(statement) else { return [] }
        return [
            statement.complaint(
                "this cannot run in a transaction; put it into a migration of its own with the line -- migrator: no-transaction"
            )
        ]
    }

    private static func needsNoTransaction(_ statement: LintedStatement) -> Bool {
        if statement.begins(with: "refresh") { return false }
        let isConcurrent = ["create", "drop", "reindex", "alter"].contains { statement.tokens.begins(with: [$0]) }
        if isConcurrent, statement.tokens.has("concurrently") { return true }
        let commands = [
            ["vacuum"], ["alter", "system"], ["create", "database"], ["drop", "database"], ["create", "tablespace"],
        ]
        return commands.contains { statement.tokens.begins(with: $0) }
    }
}

/// A transaction of the file's own inside of the migrator's.
enum TransactionControlRule: LintRule {
    static let id = "transaction-control"
    static let summary =
        "`begin`, `commit` and the like end the migrator's transaction half way: what fails afterwards is not rolled back."
    static let scope: Set<LintedFile.Role> = [.migration, .downMigration, .function, .desired]

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        let words: Set<String> = ["begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release"]
        guard statement.place == .file, let first = statement.tokens.first, first.kind == .word,
            words.contains(first.folded)
        else { return [] }
        return [statement.complaint("the migrator begins and ends the transaction; take \(first.folded) away")]
    }
}
