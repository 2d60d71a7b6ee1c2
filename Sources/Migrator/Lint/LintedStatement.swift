import SQLText

/// A statement with what a rule may want to know about the place where it stands.
struct LintedStatement: Sendable {
    /// Where it stands.
    enum Place: Sendable {
        case file
        /// A `do` block of the file, which runs with it.
        case block
        /// The body of a function.
        case routine
    }

    /// What the server sees of it.
    let tokens: [SQLToken]
    /// Where the statement of the file begins that it is, or is inside of.
    let outerLine: Int
    let place: Place
    /// Its file, below the folder of all files.
    let path: String
    /// Whether the migrator puts a transaction around the file.
    let isTransactional: Bool
    /// What the migrations have made before it.
    let schema: SchemaHistory

    var line: Int { tokens.first?.line ?? outerLine }

    /// A reader at its beginning.
    var reader: TokenReader { TokenReader(tokens) }

    /// Whether it begins with these words.
    func begins(with words: String...) -> Bool { tokens.begins(with: words) }

    /// Whether its file makes this table.
    func isNew(_ table: String) -> Bool { schema.isNew(table, in: path) }

    /// It, if it changes a table that others may be using.
    var alterTable: AlterTable? {
        AlterTable(tokens).flatMap { isNew($0.table) ? nil : $0 }
    }

    /// A complaint about it.
    func complaint(_ message: String, line: Int? = nil) -> Complaint {
        Complaint(line: line ?? self.line, message: message)
    }
}
