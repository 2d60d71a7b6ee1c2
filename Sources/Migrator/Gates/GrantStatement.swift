/// A `grant` or a `revoke` of a file, of the forms that this project uses (manual, part VI, GRANT).
struct GrantStatement: Sendable {
    /// On what.
    enum Kind: Sendable {
        case functions, tables, schemas, allTablesInSchemas, allFunctionsInSchemas, allSequencesInSchemas
    }

    let isGrant: Bool
    /// With the columns of each; upper case. `ALL` stands for whatever there is.
    let privileges: [(name: String, columns: [String])]
    let kind: Kind
    /// Names, or signatures with types.
    let objects: [String]
    let grantees: [String]

    /// Schemas that it names.
    var schemas: [String] {
        switch kind {
        case .schemas, .allTablesInSchemas, .allFunctionsInSchemas, .allSequencesInSchemas: objects
        case .functions, .tables: []
        }
    }

    /// Those of a file.
    /// - Throws: `MigratorFailure` `usage` for a form that it does not know: what is not understood cannot be asserted.
    static func all(in file: SQLFile) throws -> [GrantStatement] {
        try file.statements.filter { ["grant", "revoke"].contains($0.firstWord ?? "") }.map {
            statement in
            guard let parsed = GrantStatement(statement.words) else {
                throw MigratorFailure.usage(
                    "\(file.path):\(statement.line): a form of grant that the migrator does not know")
            }
            return parsed
        }
    }

    /// Reads the words of a statement; nil for an unknown form.
    init?(_ words: [String]) {
        isGrant = words.first == "grant"
        let preposition = isGrant ? "to" : "from"
        guard let on = words.firstIndex(of: "on"), let to = words.lastIndex(of: preposition), on < to,
            !words.contains("option")
        else { return nil }
        privileges = Self.list(words[1..<on]).map { words in
            let name = words.prefix { $0 != "(" }
            return (
                name.filter { $0 != "privileges" }.joined(separator: " ").uppercased(),
                words.dropFirst(name.count).filter { !["(", ")", ","].contains($0) }
            )
        }
        var rest = words[(on + 1)..<to]
        grantees = Self.list(words[(to + 1)...]).map { $0.filter { $0 != "cascade" && $0 != "restrict" }.joined() }
        switch rest.first {
        case "function", "procedure", "routine":
            kind = .functions
            rest = rest.dropFirst()
        case "schema":
            kind = .schemas
            rest = rest.dropFirst()
        case "all":
            guard rest.count > 4, Array(rest.dropFirst(2).prefix(2)) == ["in", "schema"] else { return nil }
            switch rest.dropFirst().first {
            case "tables": kind = .allTablesInSchemas
            case "functions", "routines": kind = .allFunctionsInSchemas
            case "sequences": kind = .allSequencesInSchemas
            default: return nil
            }
            rest = rest.dropFirst(4)
        case "table":
            kind = .tables
            rest = rest.dropFirst()
        case "sequence", "database", "type", "language", "domain", "foreign", "large", "tablespace", "parameter", nil:
            return nil
        default: kind = .tables
        }
        let isFunction = kind == .functions
        objects = Self.list(rest).map { isFunction ? Self.signature($0) : $0.joined() }
    }

    /// Cut at the commas that stand in no brackets.
    private static func list(_ words: ArraySlice<String>) -> [[String]] {
        var depth = 0
        var parts: [[String]] = [[]]
        for word in words {
            depth += word == "(" ? 1 : word == ")" ? -1 : 0
            if word == "," && depth == 0 {
                parts.append([])
            } else {
                parts[parts.count - 1].append(word)
            }
        }
        return parts.filter { !$0.isEmpty }
    }

    /// `api.f(timestamp with time zone,store.user_role[])`: spaces between words only.
    private static func signature(_ words: [String]) -> String {
        var text = ""
        for word in words {
            let isWord = word.first?.isLetter == true || word.first == "_"
            if isWord, let last = text.last, last.isLetter || last.isNumber || last == "_" { text += " " }
            text += word
        }
        return text
    }
}
