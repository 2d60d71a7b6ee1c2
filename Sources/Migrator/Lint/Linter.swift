import SQLText

/// Holds files against the rules. Needs no database.
struct Linter {
    /// All files of the folder, by their paths below it.
    private let files: [LintedFile]
    /// How the folder is called in findings.
    private let folder: String

    init(files: [String: String], folder: String) {
        let paths = Set(files.keys)
        self.files = files.filter { $0.key.hasSuffix(".sql") || $0.key.hasPrefix("migrations/") }
            .map { LintedFile(path: $0.key, text: $0.value, paths: paths) }
            .sorted { $0.path < $1.path }
        self.folder = folder
    }

    /// The findings in files that are asked for, by path and line. Files that are not asked for still count as what went
    /// before.
    func findings(where isAskedFor: (String) -> Bool) -> [Finding] {
        var findings: [Finding] = []
        var schema = SchemaHistory()
        // Functions may use what any migration made: migrations come first.
        let inOrder = files.filter { $0.role == .migration } + files.filter { $0.role != .migration }
        for file in inOrder {
            let statements = Self.statements(of: file, schema: &schema)
            if isAskedFor(file.path) { findings += self.findings(in: file, statements) }
        }
        return findings.sorted { ($0.file, $0.line, $0.rule) < ($1.file, $1.line, $1.rule) }
    }

    /// How many files are asked for.
    func count(where isAskedFor: (String) -> Bool) -> Int {
        files.count { isAskedFor($0.path) }
    }

    private func findings(in file: LintedFile, _ statements: [LintedStatement]) -> [Finding] {
        var suppressions = Suppressions(file.tokens)
        var findings: [Finding] = []
        func add(_ complaint: Complaint, _ rule: String) {
            findings.append(
                Finding(file: "\(folder)/\(file.path)", line: complaint.line, rule: rule, message: complaint.message))
        }
        for rule in LintRules.all where rule.scope.contains(file.role) {
            for complaint in rule.complaints(about: file) {
                let outerLine =
                    statements.last { $0.place == .file && $0.line <= complaint.line }?.line ?? complaint.line
                guard !suppressions.allows(rule: rule.id, line: complaint.line, outerLine: outerLine) else { continue }
                add(complaint, rule.id)
            }
            for statement in statements where statement.place != .routine || rule.looksIntoRoutines {
                for complaint in rule.complaints(about: statement) {
                    let isAllowed =
                        suppressions.allows(rule: rule.id, line: complaint.line, outerLine: statement.outerLine)
                        || suppressions.allows(rule: rule.id, line: statement.line, outerLine: statement.line)
                    if !isAllowed { add(complaint, rule.id) }
                }
            }
        }
        for complaint in suppressions.complaints + suppressions.unused { add(complaint, AllowRule.id) }
        return findings
    }

    /// The statements, and below each those of its body.
    private static func statements(of file: LintedFile, schema: inout SchemaHistory) -> [LintedStatement] {
        let isTransactional = file.isTransactional
        var statements: [LintedStatement] = []
        for outer in file.statements {
            let tokens = outer.significant
            func append(_ tokens: [SQLToken], _ place: LintedStatement.Place) {
                statements.append(
                    LintedStatement(
                        tokens: tokens, outerLine: outer.line, place: place, path: file.path,
                        isTransactional: isTransactional, schema: schema))
                if file.role == .migration, place != .routine { schema.apply(tokens, origin: file.path) }
            }
            append(tokens, .file)
            if tokens.begins(with: ["do"]), let body = tokens.first(where: { $0.stringValue != nil }) {
                for inner in BodyStatements.all(in: body) { append(inner.tokens, .block) }
            } else if let body = RoutineDefinition(tokens)?.body {
                for inner in BodyStatements.all(in: body) { append(inner.tokens, .routine) }
            }
        }
        return statements
    }
}
