import SQLText

/// What `\d+` and the reference show.
enum CommentRule: LintRule {
    static let id = "comment"
    static let summary = "Every schema, table, view and function says in a `comment on`, in its own file, what it is."
    static let scope: Set<LintedFile.Role> = [.migration, .function]

    static func complaints(about file: LintedFile) -> [Complaint] {
        let commented = Set(file.statements.compactMap { commentedObject($0.significant) })
        return file.statements.compactMap { statement in
            guard let object = madeObject(statement.significant), !commented.contains(object) else { return nil }
            return Complaint(
                line: statement.line,
                message: "\(object) has no comment; say in comment on \(object) is '…' what it is")
        }
    }

    private static func madeObject(_ tokens: [SQLToken]) -> String? {
        if let table = CreateTable(tokens) {
            return table.isTemporary || table.isPartition ? nil : "table \(table.name)"
        }
        if let routine = RoutineDefinition(tokens) { return "\(routine.kind) \(routine.name)" }
        if let view = ViewDefinition.name(tokens) { return "view \(view)" }
        var reader = TokenReader(tokens)
        guard reader.accept("create", "schema") else { return nil }
        _ = reader.accept("if", "not", "exists")
        return reader.takeName().map { "schema \($0)" }
    }

    private static func commentedObject(_ tokens: [SQLToken]) -> String? {
        var reader = TokenReader(tokens)
        guard reader.accept("comment", "on"), let kind = reader.take()?.folded, let name = reader.takeName(),
            tokens.last?.stringValue?.isEmpty == false
        else { return nil }
        return "\(kind) \(name)"
    }
}

/// A function is found by its name.
enum OneObjectRule: LintRule {
    static let id = "one-object"
    static let summary = "A file of db/functions makes exactly one function or view, and is named like it."
    static let scope: Set<LintedFile.Role> = [.function]

    static func complaints(about file: LintedFile) -> [Complaint] {
        let objects = file.statements.compactMap { statement in
            (RoutineDefinition(statement.significant)?.name ?? ViewDefinition.name(statement.significant)).map {
                (name: $0, line: statement.line)
            }
        }
        guard let first = objects.first else {
            return [Complaint(line: 1, message: "makes no function and no view; a file of db/functions makes one")]
        }
        var complaints = objects.dropFirst().map {
            Complaint(line: $0.line, message: "\($0.name) is the second one in this file; give it a file of its own")
        }
        if first.name.unqualified != file.name {
            complaints.insert(
                Complaint(line: first.line, message: "makes \(first.name); name file and function the same"), at: 0)
        }
        return complaints
    }
}

/// What a reader of `\sf` needs.
enum HeaderRule: LintRule {
    static let id = "header"
    static let summary =
        "A function's body begins with a header that names Callers, Errors, Locks and Writes, `none` included."
    static let scope: Set<LintedFile.Role> = [.function]

    static func complaints(about statement: LintedStatement) -> [Complaint] {
        guard let body = RoutineDefinition(statement.tokens)?.body, let text = body.stringValue else { return [] }
        let header = SQLScanner.tokens(of: text).prefix { !$0.isSignificant }.map(\.text)
        return ["Callers", "Errors", "Locks", "Writes"].filter { topic in
            !header.contains { $0.hasPrefix("-- \(topic): ") && $0.count > topic.count + 5 }
        }.map { topic in
            statement.complaint("the header does not say \(topic); add a line -- \(topic): …, or none", line: body.line)
        }
    }
}

/// A function and its test.
enum TestFileRule: LintRule {
    static let id = "test-file"
    static let summary =
        "Every file of db/functions has its test at the same place in db/tests, and the other way round."
    static let scope: Set<LintedFile.Role> = [.function, .test]

    static func complaints(about file: LintedFile) -> [Complaint] {
        let place = file.path.split(separator: "/").dropFirst().joined(separator: "/")
        if file.role == .function {
            let test = "tests/\(place)"
            return file.paths.contains(test) ? [] : [Complaint(line: 1, message: "has no test; write \(test)")]
        }
        let function = "functions/\(place)"
        let isFree = place.hasPrefix("schema/") || file.paths.contains(function)
        return isFree ? [] : [Complaint(line: 1, message: "tests \(function), which is not there; move or delete it")]
    }
}
