import Foundation
import SQLText

/// Writes what the gateway has to know of `db/` before it has reached a database, as Swift: the errors, the settings with a first
/// value, the newest migration. Run by the build; what it reads is the only place of each.
///
///     SchemaFacts DB_FOLDER OUTPUT_FILE
@main
struct SchemaFacts {
    static func main() throws {
        guard CommandLine.arguments.count == 3 else { throw Fault("usage: SchemaFacts DB_FOLDER OUTPUT_FILE") }
        let folder = URL(filePath: CommandLine.arguments[1], directoryHint: .isDirectory)
        let errors = try rows(of: "errors.sql", in: folder, ErrorRow.columns).map(ErrorRow.init)
        let settings = try rows(of: "seed/reference.sql", in: folder, SettingRow.columns)
            .map(SettingRow.init)
        let migration = try newestMigration(in: folder.appending(path: "migrations"))
        let text = """
            // Made by the build from db/errors.sql, db/seed/reference.sql and db/migrations.

            extension ErrorCode {
            \(errors.map(\.declaration).joined(separator: "\n"))

                /// All of them.
                static let all: [ErrorCode] = [
            \(errors.map { "        .\($0.name)," }.joined(separator: "\n"))
                ]
            }

            extension Setting {
                /// Those whose first value an environment may give.
                static let all: [Setting] = [
            \(settings.map(\.element).joined(separator: "\n"))
                ]
            }

            /// What this build expects of a database.
            enum SchemaVersion {
                /// The newest migration in db/migrations.
                static let newestMigration: Int64 = \(migration)
            }

            """
        try Data(text.utf8).write(to: URL(filePath: CommandLine.arguments[2]))
    }

    private static func rows(of path: String, in folder: URL, _ columns: [String]) throws -> [ValueRows.Row] {
        let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
        return try ValueRows(text, path: "db/" + path, columns: columns).rows
    }

    /// The highest number with which a file begins.
    private static func newestMigration(in folder: URL) throws -> Int {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path(percentEncoded: false))
        guard let newest = files.compactMap({ Int($0.prefix { $0 != "_" }) }).max() else {
            throw Fault("no migration in \(folder.path(percentEncoded: false))")
        }
        return newest
    }
}

/// The build stops with it.
typealias Fault = ValueRows.Fault
