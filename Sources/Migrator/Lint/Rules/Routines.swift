import SQLText

/// What a name means must not depend on who calls.
enum SearchPathRule: LintRule {
    static let id = "search-path"
    static let summary =
        "A function says `set search_path = pg_catalog, pg_temp`, or its caller decides what names mean. Only an invoker's function in standard SQL, parsed when it is made, needs none."
    static let scope: Set<LintedFile.Role> = [.migration, .function]

    static let path = "pg_catalog, pg_temp"

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let routine = RoutineDefinition(statement.tokens), routine.isDefiner || routine.body != nil,
            routine.searchPath != path
        else { return [] }
        let danger = routine.isDefiner ? ": with its owner's rights, a caller's own table or operator would run" : ""
        return [
            statement.complaint("\(routine.name) does not fix its search_path\(danger); add set search_path = \(path)")
        ]
    }
}

/// Whoever may call.
enum RevokePublicRule: LintRule {
    static let id = "revoke-public"
    static let summary =
        "PostgreSQL lets everybody call a new function: its file revokes all from public, and grants what is meant."
    static let scope: Set<LintedFile.Role> = [.migration, .function]

    static func complaints(about file: LintedFile) -> [Complaint] {
        let revoked = file.statements.compactMap { revokedName($0.significant) }
        return file.statements.compactMap { statement in
            guard let routine = RoutineDefinition(statement.significant), !revoked.contains(routine.name) else {
                return nil
            }
            return Complaint(
                line: statement.line,
                message:
                    "everybody may call \(routine.name); add revoke all on \(routine.kind) \(routine.name) from public, then grant execute to whom it is for"
            )
        }
    }

    private static func revokedName(_ tokens: [SQLToken]) -> String? {
        var reader = TokenReader(tokens)
        guard reader.accept("revoke"), reader.accept("all") || reader.accept("execute") else { return nil }
        _ = reader.accept("privileges")
        guard reader.accept("on"), reader.accept("function") || reader.accept("procedure") || reader.accept("routine"),
            let name = reader.takeName()
        else { return nil }
        return reader.rest.hasTopLevel("from") && reader.rest.has("public") ? name : nil
    }
}

/// A function where none is looked for.
enum FunctionInMigrationRule: LintRule {
    static let id = "function-in-migration"
    static let summary =
        "A function in a migration has no file in db/functions: nothing re-applies it, and every check misses it."

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let routine = RoutineDefinition(statement.tokens) else { return [] }
        return [
            statement.complaint(
                "\(routine.name) has no file in functions/, so nothing re-applies or checks it; put it there, it is applied right after the migrations"
            )
        ]
    }
}

/// Text that becomes SQL.
enum DynamicSQLRule: LintRule {
    static let id = "dynamic-sql"
    static let summary =
        "`execute` hides from every check what it runs, and opens a way in for whoever controls a part of the text."
    static let scope: Set<LintedFile.Role> = [.migration, .function, .desired]
    static let looksIntoRoutines = true

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        let isLoop = statement.tokens.hasTopLevel("in", "execute") || statement.tokens.hasTopLevel("query", "execute")
        guard statement.place != .file, statement.begins(with: "execute") || isLoop else { return [] }
        return [
            statement.complaint(
                "execute runs text that no check has seen; write the statement itself, or allow it with a reason")
        ]
    }
}

/// Whose rights a view reads with.
enum ViewRightsRule: LintRule {
    static let id = "view-rights"
    static let summary =
        "A view reads with its owner's rights, whoever asks; `with (security_invoker = true)` makes it read with the asker's."
    static let scope: Set<LintedFile.Role> = [.migration, .function]

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let name = ViewDefinition.name(statement.tokens) else { return [] }
        let head = statement.tokens.prefix { !$0.isWord("as") }
        let isInvoker = head.firstIndex { $0.isWord("security_invoker") }.map { index in
            let value = head.dropFirst(index + 1)
            return value.first?.text != "="
                || ["true", "on", "1", "yes"].contains { value.dropFirst().first?.folded == $0 }
        }
        guard isInvoker != true else { return [] }
        return [
            statement.complaint(
                "\(name) reads with its owner's rights, whoever asks; add with (security_invoker = true), or allow it with a reason"
            )
        ]
    }
}

/// `create view`
enum ViewDefinition {
    /// The view's name; nil for another statement.
    static func name(_ tokens: [SQLToken]) -> String? {
        var reader = TokenReader(tokens)
        guard reader.accept("create") else { return nil }
        _ = reader.accept("or", "replace")
        _ = reader.accept("recursive")
        return reader.accept("view") ? reader.takeName() : nil
    }
}
