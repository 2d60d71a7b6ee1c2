import SQLText

/// An instruction to the migrator in a file of SQL: a comment `-- migrator: NAME [ARGUMENT]`.
struct Directive: Equatable, Sendable {
    /// A word with hyphens, e.g. `no-transaction`; empty where there is none.
    let name: String
    /// What follows the name on the line, without the space around it; nil for nothing.
    let argument: String?
    /// Where it stands, from 1.
    let line: Int

    /// The directives of a text or of a statement, in order. The body of a function is one token and has none of its own.
    static func all(in tokens: [SQLToken]) -> [Directive] {
        tokens.compactMap(Directive.init)
    }

    /// Nil for a token that is no directive.
    init?(_ token: SQLToken) {
        guard token.kind == .lineComment,
            let match = token.text.wholeMatch(of: /--\s*migrator:\s*([A-Za-z_-]*)\s*(.*?)\s*/)
        else { return nil }
        name = String(match.1)
        argument = match.2.isEmpty ? nil : String(match.2)
        line = token.line
    }
}

extension Directive {
    /// The instructions that there are, with the files in which each means something; lint complains about others.
    static let known: [String: Set<LintedFile.Role>] = [
        "allow": Set(LintedFile.Role.allCases),
        "no-transaction": [.migration],
        "replaces": [.function],
    ]
}
