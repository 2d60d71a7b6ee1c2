/// The number is the order.
enum FileNameRule: LintRule {
    static let id = "file-name"
    static let summary =
        "A migration is named NNNN_slug.sql, each number once; NNNN_slug.down.sql beside it undoes it in development."
    static let scope: Set<LintedFile.Role> = [.migration, .downMigration]

    static func complaints(about file: LintedFile) -> [Complaint] {
        guard let match = file.path.wholeMatch(of: /migrations\/(\d{4})_([a-z0-9_]+)(\.down)?\.sql/), match.1 != "0000"
        else {
            return [Complaint(line: 1, message: "is not named NNNN_slug.sql; `migrator new` finds the number")]
        }
        if match.3 != nil {
            let up = "migrations/\(match.1)_\(match.2).sql"
            return file.paths.contains(up)
                ? [] : [Complaint(line: 1, message: "undoes \(up), which is not there; delete it")]
        }
        let twin = file.paths.sorted().first {
            $0 != file.path && $0.hasPrefix("migrations/\(match.1)_") && !$0.hasSuffix(".down.sql")
        }
        return twin.map { [Complaint(line: 1, message: "has the number of \($0); give it the next free one")] } ?? []
    }
}

/// What the next person needs who reads it, perhaps at night.
enum MigrationHeaderRule: LintRule {
    static let id = "migration-header"
    static let summary =
        "A migration begins with a comment that says what it does and why; what `migrator new` left to be filled in is filled in."

    static func complaints(about file: LintedFile) -> [Complaint] {
        let header = file.tokens.prefix { !$0.isSignificant }.filter { $0.kind != .whitespace && Directive($0) == nil }
        guard !header.isEmpty else {
            return [Complaint(line: 1, message: "does not say what it does; begin it with a comment")]
        }
        return header.filter { line in NewMigration.blanks.contains { line.text.hasSuffix($0) } }.map {
            Complaint(line: $0.line, message: "is still as `migrator new` wrote it; fill it in, or take it away")
        }
    }
}

/// What no reader sees and every diff shows.
enum WhitespaceRule: LintRule {
    static let id = "whitespace"
    static let summary = "No tabs, no spaces at the end of a line, and a newline at the end of the file."
    static let scope = Set(LintedFile.Role.allCases)

    static func complaints(about file: LintedFile) -> [Complaint] {
        let lines = file.text.split(separator: "\n", omittingEmptySubsequences: false)
        var complaints = lines.enumerated().compactMap { index, line in
            line.contains("\t") || line.hasSuffix(" ")
                ? Complaint(line: index + 1, message: "has a tab, or a space at the end; take it away") : nil
        }
        if !file.text.isEmpty, !file.text.hasSuffix("\n") {
            complaints.append(Complaint(line: lines.count, message: "does not end with a newline; add one"))
        }
        return complaints
    }
}

/// An instruction that nobody follows.
enum DirectiveRule: LintRule {
    static let id = "directive"
    static let summary =
        "`-- migrator: NAME` names an instruction that the migrator knows, at a place where it means something: a misspelt one does nothing."
    static let scope: Set<LintedFile.Role> = [.migration, .downMigration, .function, .desired]

    static func complaints(about file: LintedFile) -> [Complaint] {
        Directive.all(in: file.tokens).compactMap { directive in
            guard let roles = Directive.known[directive.name] else {
                let names = Directive.known.keys.sorted().joined(separator: ", ")
                return Complaint(
                    line: directive.line,
                    message: "\(directive.name) is no instruction to the migrator; it knows \(names)")
            }
            guard !roles.contains(file.role) else { return nil }
            return Complaint(
                line: directive.line, message: "\(directive.name) means nothing in this file; take it away")
        }
    }
}

/// An exception says why. The linter itself looks at these.
enum AllowRule: LintRule {
    static let id = "allow"
    static let summary =
        "`-- migrator: allow RULE: reason` names a rule, gives a reason, stands directly above what it allows, and is needed."
    static let scope: Set<LintedFile.Role> = []
}
