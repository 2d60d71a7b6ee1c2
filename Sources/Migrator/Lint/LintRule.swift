/// One thing to look for. A rule looks at statements, at whole files, or at both.
protocol LintRule: Sendable {
    /// What `-- migrator: allow` calls it.
    static var id: String { get }
    /// One sentence for the table of rules: what is wrong, and why.
    static var summary: String { get }
    /// The files that it is about.
    static var scope: Set<LintedFile.Role> { get }
    /// Whether statements inside of a function count, which run some other day, if ever.
    static var looksIntoRoutines: Bool { get }

    /// Looks at a statement of a file, or of a body inside of one.
    static func complaints(about statement: LintedStatement) -> [Complaint]
    /// Looks at a file as a whole.
    static func complaints(about file: LintedFile) -> [Complaint]
}

extension LintRule {
    static var scope: Set<LintedFile.Role> { [.migration] }
    static var looksIntoRoutines: Bool { false }
    static func complaints(about statement: LintedStatement) -> [Complaint] { [] }
    static func complaints(about file: LintedFile) -> [Complaint] { [] }
}
