/// Lists in SQL.
package enum SQLList {
    /// The items between commas, but for those within brackets; each without the space around it.
    package static func items(of tokens: some Sequence<SQLToken>) -> [[SQLToken]] {
        var items: [[SQLToken]] = [[]]
        var depth = 0
        for token in tokens {
            if token.kind == .symbol {
                switch token.text {
                case "(", "[": depth += 1
                case ")", "]": depth -= 1
                default: break
                }
            }
            if token.kind == .symbol && token.text == "," && depth == 0 {
                items.append([])
            } else {
                items[items.count - 1].append(token)
            }
        }
        return items.map(trimmed).filter { !$0.isEmpty }
    }

    private static func trimmed(_ tokens: [SQLToken]) -> [SQLToken] {
        guard let first = tokens.firstIndex(where: { $0.kind != .whitespace }),
            let last = tokens.lastIndex(where: { $0.kind != .whitespace })
        else { return [] }
        return Array(tokens[first...last])
    }
}
