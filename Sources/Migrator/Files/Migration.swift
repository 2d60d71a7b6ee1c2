/// A migration: a file that runs once.
struct Migration: Sendable, Equatable {
    let number: Int
    let slug: String
    let file: SQLFile

    /// Reads `NNNN_slug.sql`.
    /// - Throws: `MigratorFailure` `usage` for another name.
    init(file: SQLFile) throws {
        let name = file.path.split(separator: "/").last ?? ""
        guard let match = name.wholeMatch(of: /(\d{4})_([a-z0-9_]+)\.sql/), let number = Int(match.1), number > 0 else {
            throw MigratorFailure.usage("\(file.path): a migration is named NNNN_slug.sql")
        }
        self.number = number
        slug = String(match.2)
        self.file = file
    }
}
