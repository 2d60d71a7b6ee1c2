import SQLText

/// The lines `-- migrator: allow RULE: reason` of a file, and what is wrong with them.
///
/// One directly above a statement is about that statement; also inside of a function's body. One above the first statement and
/// apart from it by a blank line is about the whole file.
struct Suppressions {
    /// What a suppression is about.
    private enum Target: Equatable {
        case file
        case line(Int)
        case nothing
    }

    private struct Suppression {
        let rule: String
        let line: Int
        let target: Target
        var isUsed = false
    }

    private var suppressions: [Suppression] = []
    /// About the lines themselves.
    private(set) var complaints: [Complaint] = []

    /// Reads them out of all tokens of a file.
    init(_ tokens: [SQLToken]) {
        read(tokens, isOutermost: true)
    }

    /// Whether a finding is allowed; takes note that the suppression was needed.
    mutating func allows(rule: String, line: Int, outerLine: Int) -> Bool {
        var isAllowed = false
        for index in suppressions.indices where suppressions[index].rule == rule {
            let target = suppressions[index].target
            guard target == .file || target == .line(line) || target == .line(outerLine) else { continue }
            suppressions[index].isUsed = true
            isAllowed = true
        }
        return isAllowed
    }

    /// What no finding needed.
    var unused: [Complaint] {
        suppressions.filter { !$0.isUsed }.map {
            Complaint(line: $0.line, message: "allows \($0.rule), but there is nothing to allow; take the line away")
        }
    }

    private mutating func read(_ tokens: [SQLToken], isOutermost: Bool) {
        for (index, token) in tokens.enumerated() {
            if token.kind == .dollarString, let body = token.stringValue {
                read(SQLScanner.tokens(of: body, firstLine: token.line), isOutermost: false)
            }
            guard let directive = Directive(token), directive.name == "allow" else { continue }
            let isHead = isOutermost && !tokens[..<index].contains(where: \.isSignificant)
            read(directive, target: Self.target(tokens[(index + 1)...], isHead: isHead))
        }
    }

    private mutating func read(_ directive: Directive, target: Target) {
        let parts = (directive.argument ?? "").split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .map { $0.split(separator: " ").joined(separator: " ") }
        let rule = parts[0]
        func complain(_ message: String) { complaints.append(Complaint(line: directive.line, message: message)) }
        if LintRules.rule(rule) == nil {
            complain("allows \(rule.isEmpty ? "nothing" : "\(rule), which is no rule"): see `migrator lint --rules`")
        } else if parts.count < 2 || parts[1].isEmpty {
            complain("gives no reason: write `-- migrator: allow \(rule): why it is safe here`")
        } else if target == .nothing {
            complain(
                "stands directly above no statement; for the whole file it goes to the head, a blank line below it")
        } else {
            suppressions.append(Suppression(rule: rule, line: directive.line, target: target))
        }
    }

    /// The line of the statement that follows with nothing but comments between.
    private static func target(_ tokens: ArraySlice<SQLToken>, isHead: Bool) -> Target {
        for token in tokens {
            if token.kind == .whitespace, token.text.count(where: \.isNewline) > 1 { break }
            if token.isSignificant { return .line(token.line) }
        }
        return isHead ? .file : .nothing
    }
}
