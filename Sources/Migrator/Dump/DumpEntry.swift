import SQLText

/// An object of a dump: what `pg_dump` writes below a line `-- Name: …; Type: …; Schema: …; Owner: …`.
struct DumpEntry: Sendable, Equatable {
    let name: String
    let type: String
    let schema: String
    var statements: [String] = []

    /// The entries of a dump, in its order. What belongs to none (settings of the session, commands to psql) is left out.
    static func all(in dump: String) -> [DumpEntry] {
        var entries: [DumpEntry] = []
        for statement in SQLStatement.all(in: dump) {
            let comments = statement.tokens.prefix { !$0.isSignificant }
            if let entry = comments.compactMap(DumpEntry.init(header:)).last { entries.append(entry) }
            guard !entries.isEmpty, !isNoise(statement) else { continue }
            entries[entries.count - 1].statements.append(canonical(statement))
        }
        return entries
    }

    /// As it stands in the canonical text.
    var text: String {
        (["-- \(type) \(schema == "-" ? "" : "\(schema).")\(name)"] + orderedStatements.map { $0 + ";" })
            .joined(separator: "\n")
    }

    /// Grants stand in the order in which they were made, which means nothing; a `revoke` has to be first.
    private var orderedStatements: [String] {
        guard type == "ACL" else { return statements }
        return statements.sorted { ($0.hasPrefix("GRANT") ? 1 : 0, $0) < ($1.hasPrefix("GRANT") ? 1 : 0, $1) }
    }

    private init?(header: SQLToken) {
        guard let match = header.text.wholeMatch(of: /-- Name: (.*); Type: (.*); Schema: (.*); Owner: .*/) else {
            return nil
        }
        self.init(name: String(match.1), type: String(match.2), schema: String(match.3))
    }

    init(name: String, type: String, schema: String, statements: [String] = []) {
        self.name = name
        self.type = type
        self.schema = schema
        self.statements = statements
    }

    private static func isNoise(_ statement: SQLStatement) -> Bool {
        statement.begins(with: "set") || statement.begins(with: "\\")
            || statement.begins(with: "select", "pg_catalog", ".", "set_config")
    }

    private static func canonical(_ statement: SQLStatement) -> String {
        let tokens = Array(statement.tokens.drop { !$0.isSignificant })
        let isTable = statement.begins(with: "create", "table") || statement.begins(with: "create", "unlogged", "table")
        guard isTable, let open = tokens.firstIndex(where: { $0.kind == .symbol && $0.text == "(" }) else {
            return text(tokens)
        }
        var depth = 0
        let close = tokens.indices[open...].first { index in
            if tokens[index].kind == .symbol && tokens[index].text == "(" { depth += 1 }
            if tokens[index].kind == .symbol && tokens[index].text == ")" { depth -= 1 }
            return depth == 0
        }
        guard let close else { return text(tokens) }
        // Columns stand in the order in which they were added, which statements with column lists do not see.
        let items = SQLList.items(of: tokens[(open + 1)..<close]).sorted { one, other in
            (isConstraint(one) ? 1 : 0, text(one)) < (isConstraint(other) ? 1 : 0, text(other))
        }
        let list = items.map { "\n    " + text($0) }.joined(separator: ",")
        return "\(text(tokens[...open]))\(list)\n\(text(tokens[close...]))"
    }

    private static func isConstraint(_ item: [SQLToken]) -> Bool {
        item.first?.kind == .word && item.first?.folded == "constraint"
    }

    private static func text(_ tokens: some Sequence<SQLToken>) -> String { tokens.map(\.text).joined() }
}
