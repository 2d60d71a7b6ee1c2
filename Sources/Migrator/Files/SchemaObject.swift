import SQLText

/// Something that is made again whenever its text changes: a function, a view, a trigger; or a script such as the error
/// catalog, which is run again.
struct SchemaObject: Sendable, Equatable {
    /// What the database calls it.
    enum Kind: String, Sendable {
        /// A function or a procedure.
        case function
        case view
        case trigger
        /// Statements that make nothing of their own.
        case script
    }

    let kind: Kind
    /// `api.cart_get`, `audit_insert on store.carts`, `grants.sql`.
    let name: String
    let file: SQLFile
    /// What the file says that it replaces, as in `-- migrator: replaces api.cart_get(bigint, text)`.
    let replaces: [String]
    /// Names that the server has to know before it: those of the statement, but not those of a body that it parses later.
    let references: Set<String>

    /// Unique among all objects.
    var identity: String { Self.identity(kind, name) }

    /// The schema in which it stands; nil for a script.
    var schema: String? {
        let qualified = kind == .trigger ? name.split(separator: " on ").last.map(String.init) : name
        return kind == .script ? nil : qualified?.split(separator: ".").first.map(String.init)
    }

    /// `function api.cart_get`
    static func identity(_ kind: Kind, _ name: String) -> String { "\(kind.rawValue) \(name)" }

    /// A script.
    static func script(_ file: SQLFile) -> SchemaObject {
        SchemaObject(kind: .script, name: file.path, file: file, replaces: [], references: [])
    }

    /// A file of `functions/`.
    /// - Throws: `MigratorFailure` `usage` unless it makes exactly one function, procedure or view, by `create or replace`.
    static func functionOrView(_ file: SQLFile) throws -> SchemaObject {
        let made = file.statements.compactMap { statement in
            Self.made(by: statement).map { (kind: $0.kind, name: $0.name, statement: statement) }
        }
        guard made.count == 1, let only = made.first, only.kind != .trigger else {
            throw MigratorFailure.usage("\(file.path): makes \(made.count) functions and views, and not exactly one")
        }
        return SchemaObject(
            kind: only.kind,
            name: only.name,
            file: file,
            replaces: file.directives("replaces").compactMap(\.argument),
            references: references(of: only.statement)
        )
    }

    /// The triggers of a file, each an object of its own, so that a new one does not lock the tables of all others.
    /// - Throws: `MigratorFailure` `usage` for a statement that makes no trigger.
    static func triggers(_ file: SQLFile) throws -> [SchemaObject] {
        try file.statements.map { statement in
            guard let made = made(by: statement), made.kind == .trigger else {
                throw MigratorFailure.usage(
                    "\(file.path):\(statement.line): only `create or replace trigger` belongs here")
            }
            // Empty lines in front keep the line numbers of errors true.
            let text = String(repeating: "\n", count: (statement.tokens.first?.line ?? 1) - 1) + statement.text + ";\n"
            return SchemaObject(
                kind: .trigger,
                name: made.name,
                file: SQLFile(path: "\(file.path)#\(made.name)", text: text),
                replaces: [],
                references: []
            )
        }
    }

    /// What a `create or replace` makes.
    private static func made(by statement: SQLStatement) -> (kind: Kind, name: String)? {
        guard statement.firstWord == "create" else { return nil }
        let words = statement.words
        guard words.count > 6, Array(words.prefix(3)) == ["create", "or", "replace"] else { return nil }
        switch words[3] {
        case "function", "procedure": return (.function, words[4...6].joined())
        case "view": return (.view, words[4...6].joined())
        case "trigger":
            guard let on = words.firstIndex(of: "on"), words.count > on + 3 else { return nil }
            return (.trigger, "\(words[4]) on \(words[(on + 1)...(on + 3)].joined())")
        default: return nil
        }
    }

    private static func references(of statement: SQLStatement) -> Set<String> {
        let words = statement.words
        guard words.count > 2 else { return [] }
        return Set(words.indices.dropLast(2).filter { words[$0 + 1] == "." }.map { words[$0...($0 + 2)].joined() })
    }
}
