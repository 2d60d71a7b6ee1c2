import SQLText

/// The statements inside a function's body or a `do` block: cut at semicolons, freed of the words of PL/pgSQL in front of them.
enum BodyStatements {
    /// Of a token that holds a body. Lines are those of the file.
    static func all(in body: SQLToken) -> [SQLStatement] {
        guard let text = body.stringValue else { return [] }
        return SQLStatement.all(in: text, firstLine: body.line).flatMap(statements)
    }

    /// What stands between two semicolons may be `else for v in select … loop update …`: the query, and the update.
    private static func statements(_ fragment: SQLStatement) -> [SQLStatement] {
        var statements: [SQLStatement] = []
        var tokens = fragment.significant
        while let length = controlLength(tokens) {
            // A condition or a query in front of `then` or `loop`.
            if length > 1 { statements.append(SQLStatement(tokens: Array(tokens[1..<(length - 1)]))) }
            tokens.removeFirst(length)
        }
        return (statements + [SQLStatement(tokens: tokens)]).filter { !$0.tokens.isEmpty }
    }

    /// How many tokens at the beginning are control flow; nil when a statement begins.
    private static func controlLength(_ tokens: [SQLToken]) -> Int? {
        guard let first = tokens.first else { return nil }
        switch first.folded {
        case "begin", "else", "loop", "declare", "exception": return 1
        case "<": return tokens.firstIndex { $0.text == ">" }.map { $0 + 2 }
        case "if", "elsif", "elseif", "when", "case": return tokens.firstIndex(ofTopLevel: "then").map { $0 + 1 }
        case "while", "for", "foreach": return tokens.firstIndex(ofTopLevel: "loop").map { $0 + 1 }
        default: return nil
        }
    }
}
