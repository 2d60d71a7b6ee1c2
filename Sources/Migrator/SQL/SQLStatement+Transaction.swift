import SQLText

extension SQLStatement {
    /// Whether it may stand in a transaction (manual, part VI, Reference). A `call` may commit within.
    var runsInTransaction: Bool {
        let words = self.words
        switch words.first {
        case "vacuum", "call": return false
        case "alter" where words.dropFirst().first == "system": return false
        case "create", "drop":
            return !["database", "tablespace", "subscription"].contains(words.dropFirst().first ?? "")
                && !words.contains("concurrently")
        case "reindex": return !words.contains { ["concurrently", "database", "system"].contains($0) }
        case "cluster": return words.count > 1
        case "alter": return !words.contains("concurrently")
        default: return true
        }
    }

    /// The index that `create index concurrently` makes, with the schema of its table; nil for anything else, and for an
    /// index without a name.
    var indexMadeConcurrently: String? {
        let words = self.words
        guard words.first == "create", let concurrently = words.firstIndex(of: "concurrently"),
            words[..<concurrently].last == "index", let on = words[concurrently...].firstIndex(of: "on"),
            on > concurrently + 1
        else { return nil }
        let name = words[on - 1]
        guard name != "exists" else { return nil }
        let table = Array(words[(on + 1)...].drop { $0 == "only" }.prefix(3))
        return table.count == 3 && table[1] == "." ? "\(table[0]).\(name)" : name
    }
}
