/// One statement of a script, without the semicolon that ends it.
package struct SQLStatement: Equatable, Sendable {
    /// From the first to the last token that means something; comments in front of it belong to it.
    package let tokens: [SQLToken]

    package init(tokens: [SQLToken]) {
        self.tokens = tokens
    }

    /// The statements of a text. A body `begin atomic … end` is part of its statement.
    package static func all(in text: String, firstLine: Int = 1) -> [SQLStatement] {
        all(in: SQLScanner.tokens(of: text, firstLine: firstLine))
    }

    /// The statements of a text that has been cut.
    package static func all(in tokens: [SQLToken]) -> [SQLStatement] {
        var statements: [SQLStatement] = []
        var current: [SQLToken] = []
        var atomicDepth = 0
        for token in tokens {
            if token.kind == .word {
                atomicDepth += depthChange(of: token, after: current, depth: atomicDepth)
            }
            if token.kind == .semicolon && atomicDepth == 0 {
                append(current, to: &statements)
                current = []
            } else {
                current.append(token)
            }
        }
        append(current, to: &statements)
        return statements
    }

    /// What the server sees of it.
    package var significant: [SQLToken] { tokens.filter(\.isSignificant) }

    /// The words and signs, folded: `["create", "table", "store", ".", "orders", …]`.
    package var words: [String] { significant.map(\.folded) }

    /// The first of them.
    package var firstWord: String? { tokens.first(where: \.isSignificant)?.folded }

    /// As it stands in the file, for the server.
    package var text: String { tokens.map(\.text).joined() }

    /// The line of its first token that is no comment.
    package var line: Int { significant.first?.line ?? 1 }

    /// Whether it begins with these words.
    package func begins(with words: String...) -> Bool {
        significant.prefix(words.count).map(\.folded) == words
    }

    private static func depthChange(of token: SQLToken, after tokens: [SQLToken], depth: Int) -> Int {
        let previous = tokens.last(where: \.isSignificant)
        switch token.folded {
        case "atomic" where previous?.kind == .word && previous?.folded == "begin": return 1
        case "case" where depth > 0: return 1
        case "end" where depth > 0: return -1
        default: return 0
        }
    }

    private static func append(_ tokens: [SQLToken], to statements: inout [SQLStatement]) {
        guard let first = tokens.firstIndex(where: { $0.kind != .whitespace }),
            let last = tokens.lastIndex(where: \.isSignificant)
        else { return }
        statements.append(SQLStatement(tokens: Array(tokens[first...last])))
    }
}

extension SQLStatement {
    /// A statement on one line, with `?` for each constant: what it does, without whom it does it to.
    package static func withoutConstants(_ text: String) -> String {
        SQLScanner.tokens(of: text).map { token in
            switch token.kind {
            case .whitespace, .lineComment, .blockComment: " "
            case .string, .dollarString, .number: "?"
            default: token.text
            }
        }.joined().split(separator: " ").joined(separator: " ")
    }
}
