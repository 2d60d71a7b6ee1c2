import SQLText

/// Rows that two transactions may lock in a different order.
///
/// Exempt is what cannot lock two rows, or never waits: `skip locked`, `nowait`, `limit 1`, PL/pgSQL's `into` (which stops after
/// one row, and fails after two when strict), and a `where` that gives every column of a key of the only table a value.
enum LockOrderRule: LintRule {
    static let id = "lock-order"
    static let summary =
        "A `for update` that may lock several rows needs an `order by`: two transactions that lock the same rows in another order wait for each other until one is killed. Exempt are `skip locked`, `nowait`, `limit 1`, `select … into` and a look-up by a whole key."
    static let scope: Set<LintedFile.Role> = [.migration, .function, .desired]
    static let looksIntoRoutines = true

    private static let strengths = [
        ["for", "update"], ["for", "no", "key", "update"], ["for", "share"], ["for", "key", "share"],
    ]

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard !statement.begins(with: "create", "policy") else { return [] }
        return statement.tokens.indices.compactMap { index in
            let clause = statement.tokens[index...]
            guard strengths.contains(where: clause.begins), let query = query(statement.tokens, before: index),
                mayLockSeveral(query, clause: clause, schema: statement.schema, isInRoutine: statement.place != .file)
            else { return nil }
            return statement.complaint(
                "\(clause.prefix { !$0.isWord("of") && $0.text != ")" }.phrase) may lock several rows in any order; add an order by the key, the same in every function",
                line: clause.first?.line)
        }
    }

    /// From its `select` or `perform` up to the locking clause.
    private static func query(_ tokens: [SQLToken], before end: Int) -> ArraySlice<SQLToken>? {
        var depth = 0
        for index in tokens[..<end].indices.reversed() {
            depth -= tokens[index].depthChange
            if depth < 0 { return nil }
            if depth == 0, tokens[index].isWord("select") || tokens[index].isWord("perform") {
                return tokens[index..<end]
            }
        }
        return nil
    }

    private static func mayLockSeveral(
        _ query: ArraySlice<SQLToken>, clause: ArraySlice<SQLToken>, schema: SchemaHistory, isInRoutine: Bool
    ) -> Bool {
        let options = clause.prefix { $0.text != ")" }
        return !options.has("skip", "locked") && !options.has("nowait") && !query.hasTopLevel("order", "by")
            && !query.hasTopLevel("limit", "1") && !(isInRoutine && query.hasTopLevel("into"))
            && !isLookUp(Array(query), schema)
    }

    /// `from one_table where key = …`, and nothing that could make it more than one row.
    private static func isLookUp(_ query: [SQLToken], _ schema: SchemaHistory) -> Bool {
        guard let from = query.firstIndex(ofTopLevel: "from") else { return false }
        var reader = TokenReader(Array(query[(from + 1)...]))
        guard let name = reader.takeName(), let table = schema.tables[name] else { return false }
        _ = reader.accept("as")
        let alias = reader.next?.isWord("where") == true ? nil : reader.takeName()
        guard reader.accept("where") else { return false }
        let columns = Set(reader.rest.conjuncts.compactMap { column(fixedBy: $0, alias: alias, of: table) })
        return table.keys.values.contains { !$0.isEmpty && columns.isSuperset(of: $0) }
    }

    /// The column of `a.column = value` or `value = a.column`, where the value is one, and the same for every row.
    private static func column(fixedBy condition: [SQLToken], alias: String?, of table: SchemaHistory.Table) -> String?
    {
        let sides = condition.split(atTopLevel: "=")
        guard sides.count == 2, !["or", "is", "<", ">", "!"].contains(where: { condition.hasTopLevel($0) }) else {
            return nil
        }
        for (side, value) in [(sides[0], sides[1]), (sides[1], sides[0])] {
            var reader = TokenReader(side)
            guard let name = reader.takeName(), reader.isAtEnd else { continue }
            let parts = name.split(separator: ".").map(String.init)
            guard let column = parts.last, parts.dropLast() == (alias.map { [$0] } ?? [])[...] else { continue }
            if isFixed(value, alias: alias, of: table) { return column }
        }
        return nil
    }

    /// No list, and nothing of the table itself.
    private static func isFixed(_ value: [SQLToken], alias: String?, of table: SchemaHistory.Table) -> Bool {
        if let first = value.first, ["any", "some", "all"].contains(first.folded) { return false }
        return !value.indices.contains { index in
            let isQualified = index > 0 && value[index - 1].text == "."
            let name = value[index].isName && !isQualified ? value[index].folded : nil
            return name.map { $0 == alias || table.types[$0] != nil } ?? false
        }
    }
}
