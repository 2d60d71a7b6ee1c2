import SQLText

/// A migration: a file that runs once.
struct Migration: Sendable, Equatable {
    let number: Int
    let slug: String
    let file: SQLFile
    /// How to take it back, on a database for development: `NNNN_slug.down.sql`.
    let down: SQLFile?
    /// The statements to be run one by one, where the file says `-- migrator: no-transaction`; nil for one that runs in a
    /// transaction of its own.
    let steps: [SQLStatement]?

    /// Reads `NNNN_slug.sql`.
    /// - Throws: `MigratorFailure` `usage` for another name, and for statements that begin or end a transaction.
    init(file: SQLFile, down: SQLFile? = nil) throws {
        let name = file.path.split(separator: "/").last ?? ""
        guard let match = name.wholeMatch(of: /(\d{4})_([a-z0-9_]+)\.sql/), let number = Int(match.1), number > 0 else {
            throw MigratorFailure.usage("\(file.path): a migration is named NNNN_slug.sql")
        }
        self.number = number
        slug = String(match.2)
        self.file = file
        self.down = down
        try file.refuseTransactionControl()
        try down?.refuseTransactionControl()
        let isInTransaction = file.directives("no-transaction").isEmpty
        steps = isInTransaction ? nil : file.statements
    }

    /// The migrations among the files, in order, each with its way back.
    /// - Throws: `MigratorFailure` `usage` for two of one number, or a way back from nowhere.
    static func all(_ files: [SQLFile]) throws -> [Migration] {
        let suffix = ".down.sql"
        var downs = Dictionary(
            uniqueKeysWithValues: files.filter { $0.path.hasSuffix(suffix) }.map {
                ($0.path.dropLast(suffix.count) + ".sql", $0)
            }
        )
        let migrations = try files.filter { !$0.path.hasSuffix(suffix) }
            .map { try Migration(file: $0, down: downs.removeValue(forKey: Substring($0.path))) }
            .sorted { $0.number < $1.number }
        for (one, next) in zip(migrations, migrations.dropFirst()) where one.number == next.number {
            throw MigratorFailure.usage("two migrations have the number \(one.number): \(one.slug), \(next.slug)")
        }
        if let stray = downs.values.first {
            throw MigratorFailure.usage("\(stray.path): there is no migration of that name")
        }
        return migrations
    }
}

extension SQLFile {
    /// The migrator begins and ends transactions, and keeps its promises by it.
    /// - Throws: `MigratorFailure` `usage` for a statement that does.
    func refuseTransactionControl() throws {
        let control: Set = ["begin", "start", "commit", "end", "rollback", "abort"]
        if let statement = statements.first(where: { control.contains($0.firstWord ?? "") }) {
            throw MigratorFailure.usage(
                "\(path):\(statement.line): `\(statement.firstWord ?? "")` has no place here: the migrator begins and ends the transaction"
            )
        }
    }
}
