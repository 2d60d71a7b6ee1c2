import SQLText

/// A file of the folder `db`, cut into statements.
struct LintedFile: Sendable {
    /// What a file is for; decides which rules are about it.
    enum Role: Hashable, Sendable, CaseIterable {
        case migration
        /// `NNNN_slug.down.sql`, for development only.
        case downMigration
        /// One function of the desired state.
        case function
        /// Errors, triggers, grants.
        case desired
        case test
        /// Seeds, and what a superuser runs once.
        case other
    }

    /// Below the folder of all files.
    let path: String
    let role: Role
    let text: String
    let tokens: [SQLToken]
    let statements: [SQLStatement]
    /// All paths of the folder.
    let paths: Set<String>

    init(path: String, text: String, paths: Set<String>) {
        self.path = path
        self.text = text
        self.paths = paths
        role = Self.role(of: path)
        tokens = SQLScanner.tokens(of: text)
        // A statement of a test may be one of psql's commands, which no semicolon ends; nobody needs them.
        statements = role == .test ? [] : SQLStatement.all(in: text)
    }

    /// The name without folder and ending.
    var name: String {
        String(path.split(separator: "/").last?.split(separator: ".").first ?? "")
    }

    /// Whether the migrator puts a transaction around it.
    var isTransactional: Bool {
        role != .migration || !Directive.all(in: tokens).contains { $0.name == "no-transaction" }
    }

    private static func role(of path: String) -> Role {
        switch path.split(separator: "/").first {
        case "migrations": path.hasSuffix(".down.sql") ? .downMigration : .migration
        case "functions": .function
        case "tests": .test
        case "errors.sql", "audit.sql", "triggers.sql", "grants.sql": .desired
        default: .other
        }
    }
}
