import Foundation
import Postgres
import SQLText

/// Writes what somebody mended in the database back into the file that made it.
struct Adoption: Sendable {
    let session: Session
    let files: SchemaFiles

    /// Adopts a function or a view: the file's text makes just what is live now, and the ledger knows it.
    /// - Returns: the path of the changed file; nil when there was nothing to adopt.
    func adopt(_ name: String) async throws -> String? {
        guard
            let object = files.objects.first(where: { $0.kind != .script && ($0.name == name || $0.file.path == name) }
            ),
            object.kind != .trigger
        else { throw MigratorFailure.usage("no file makes a function or a view \(name)") }
        let drift = Drift(session: session, files: files)
        let live = try await LiveObjects.read(session, schemas: files.schemas)
        guard let current = live[object].first, live[object].count == 1 else {
            throw MigratorFailure(
                .drift, "\(object.identity): there is not exactly one in the database:", live[object].map(\.signature))
        }
        guard try await drift.definition(of: object) != current.definition else {
            try await note(object, current)
            return nil
        }
        for text in try await candidates(object, current) {
            let candidate = object.with(text: text)
            guard try await drift.definition(of: candidate) == current.definition else { continue }
            try Data(text.utf8).write(to: files.directory.appending(path: object.file.path), options: .atomic)
            try await note(candidate, current)
            return object.file.path
        }
        throw MigratorFailure(
            .drift, "\(object.identity): its live text could not be written as a file; `migrator drift` shows it")
    }

    /// Texts that may make what is live, the one nearest to the file first: only the body is another; or all of it.
    private func candidates(_ object: SchemaObject, _ live: LiveObjects.Object) async throws -> [String] {
        let tokens = object.file.tokens
        var candidates: [String] = []
        let source = try await session.rows("select p.prosrc from pg_proc as p where p.oid = $1", [.integer(live.oid)])
            .first?.text("prosrc")
        if let source, let body = tokens.firstIndex(where: { $0.kind == .dollarString }) {
            let quote = source.contains("$$") ? "$function$" : "$$"
            candidates.append(Self.text(tokens, replacing: body...body, with: quote + source + quote))
        }
        let made = object.kind == .view ? "create or replace \(live.signature) as\n\(live.definition)" : live.definition
        let statements = object.file.statements
        if let statement = statements.first(where: { $0.begins(with: "create", "or", "replace") }),
            let first = statement.tokens.first(where: \.isSignificant),
            let start = tokens.firstIndex(of: first)
        {
            let end = tokens[start...].firstIndex(of: statement.tokens[statement.tokens.count - 1]) ?? start
            let whole = made.trimmingCharacters(in: .whitespacesAndNewlines.union(CharacterSet(charactersIn: ";")))
            candidates.append(Self.text(tokens, replacing: start...end, with: whole))
        }
        return candidates
    }

    private static func text(_ tokens: [SQLToken], replacing range: ClosedRange<Int>, with text: String) -> String {
        (tokens[..<range.lowerBound].map(\.text) + [text] + tokens[(range.upperBound + 1)...].map(\.text)).joined()
    }

    private func note(_ object: SchemaObject, _ live: LiveObjects.Object) async throws {
        try await session.transaction {
            try await Ledger.note(object, definition: live.definition, session)
            try await Ledger.journal("adopt", object.identity, session)
        }
    }
}

extension SchemaObject {
    /// The same object, made by another text.
    func with(text: String) -> SchemaObject {
        SchemaObject(
            kind: kind, name: name, file: SQLFile(path: file.path, text: text), replaces: replaces,
            references: references)
    }
}
