import Foundation
import SQLText

/// A file that was written for psql, as statements for the server. Of psql's own commands it knows `\ir FILE` alone, which it
/// replaces by that file's statements.
struct PsqlScript: Sendable {
    /// A statement, and where it stands.
    struct Statement: Sendable {
        /// The file, as it is shown to people.
        let path: String
        let sql: SQLStatement
        /// What has to be added to a line of `sql` to have the file's.
        let lineOffset: Int

        /// The line of its first token that is no comment.
        var line: Int { sql.line + lineOffset }

        /// The line of a character of its text; both count from 1.
        func line(ofCharacter position: Int) -> Int {
            let first = (sql.tokens.first?.line ?? 1) + lineOffset
            return first + sql.text.unicodeScalars.prefix(max(0, position - 1)).count { $0 == "\n" }
        }
    }

    /// All statements, in order.
    let statements: [Statement]

    /// Reads a file. `path` is what people are shown; a missing file is named with the line that asks for it.
    /// - Throws: `MigratorFailure` `usage` for any other command of psql, and for a file that cannot be read.
    init(_ file: URL, path: String) throws {
        statements = try Self.read(file, path: path, askedBy: nil, depth: 0)
    }

    private static func read(_ file: URL, path: String, askedBy: String?, depth: Int) throws -> [Statement] {
        let asked = askedBy.map { $0 + ": " } ?? ""
        guard depth < 10 else { throw MigratorFailure.usage("\(asked)files that include each other") }
        guard let text = try? String(contentsOf: file, encoding: .utf8) else {
            throw MigratorFailure.usage("\(asked)\(path) cannot be read")
        }
        var statements: [Statement] = []
        var tokens = SQLScanner.tokens(of: text)[...]
        while !tokens.isEmpty {
            // Outside of strings a backslash means nothing to the server.
            let chunk = tokens.prefix { !($0.kind == .symbol && $0.text == "\\") }
            let offset = (chunk.first?.line ?? 1) - 1
            statements += SQLStatement.all(in: chunk.map(\.text).joined()).map {
                Statement(path: path, sql: $0, lineOffset: offset)
            }
            tokens = tokens[chunk.endIndex...]
            guard let backslash = tokens.first else { break }

            let command = tokens.prefix { !($0.kind == .whitespace && $0.text.contains("\n")) }
            tokens = tokens[command.endIndex...]
            let place = "\(path):\(backslash.line)"
            guard let name = command.map(\.text).joined().wholeMatch(of: /\\ir\s+(\S+)\s*/)?.1 else {
                throw MigratorFailure.usage(
                    "\(place): \(command.prefix(2).map(\.text).joined()) is a command of psql; of these a test may use \\ir alone"
                )
            }
            statements += try read(
                file.deletingLastPathComponent().appending(path: name),
                path: URL(filePath: path).deletingLastPathComponent().appending(path: name).standardized.relativePath,
                askedBy: place,
                depth: depth + 1
            )
        }
        return statements
    }
}
