import SQLText

/// Reads the words of a statement from left to right.
struct TokenReader {
    private let tokens: [SQLToken]
    private var position = 0

    /// Reads what the server sees of these tokens.
    init(_ tokens: [SQLToken]) {
        self.tokens = tokens.filter(\.isSignificant)
    }

    /// The next token, which stays.
    var next: SQLToken? { position < tokens.count ? tokens[position] : nil }

    /// All that has not been read.
    var rest: [SQLToken] { Array(tokens[position...]) }

    var isAtEnd: Bool { position >= tokens.count }

    /// Moves behind these words if they come next.
    mutating func accept(_ words: String...) -> Bool {
        accept(words)
    }

    /// The same, for a list.
    mutating func accept(_ words: [String]) -> Bool {
        guard tokens[position...].begins(with: words) else { return false }
        position += words.count
        return true
    }

    /// Takes one token.
    mutating func take() -> SQLToken? {
        defer { position = min(position + 1, tokens.count) }
        return next
    }

    /// Takes a name with its schema, folded: `store.orders`.
    mutating func takeName() -> String? {
        guard let first = next, first.isName else { return nil }
        position += 1
        var name = first.folded
        while tokens[position...].begins(with: ["."]), position + 1 < tokens.count, tokens[position + 1].isName {
            name += "." + tokens[position + 1].folded
            position += 2
        }
        return name
    }

    /// Takes the names of `[if exists] a, b …`.
    mutating func takeNames() -> [String] {
        _ = accept("if", "exists")
        var names: [String] = []
        repeat {
            if let name = takeName() { names.append(name) }
        } while accept(",")
        return names
    }

    /// Takes `( … )` and gives what is between the brackets.
    mutating func takeParentheses() -> [SQLToken]? {
        guard next?.text == "(" else { return nil }
        var depth = 0
        for index in position..<tokens.count {
            depth += tokens[index].depthChange
            if depth == 0 {
                defer { position = index + 1 }
                return Array(tokens[(position + 1)..<index])
            }
        }
        defer { position = tokens.count }
        return Array(tokens[(position + 1)...])
    }

    /// Takes tokens up to one that stands in no bracket and fulfils the condition.
    mutating func take(until condition: (SQLToken) -> Bool) -> [SQLToken] {
        var depth = 0
        let start = position
        while let next, depth > 0 || !condition(next) {
            depth = max(0, depth + next.depthChange)
            position += 1
        }
        return Array(tokens[start..<position])
    }
}
