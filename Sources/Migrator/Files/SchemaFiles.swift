import Foundation

/// The folder `db`: what the database is to be.
struct SchemaFiles: Sendable {
    /// History, in order.
    let migrations: [Migration]
    /// Desired state, in the order in which it is applied: errors, functions (shared ones first), triggers, grants.
    let objects: [SQLFile]
    let reference: SQLFile?
    let demo: [SQLFile]
    let load: [SQLFile]

    /// Paths that are applied again whenever anything has changed, as they speak of all the rest.
    static let alwaysReapplied = ["triggers.sql", "grants.sql"]

    /// Reads the folder.
    /// - Throws: `MigratorFailure.usage` if it is none, or holds two migrations of one number.
    init(directory: String) throws {
        let root = URL(filePath: directory, directoryHint: .isDirectory)
        guard FileManager.default.fileExists(atPath: root.appending(path: "migrations").path()) else {
            throw MigratorFailure.usage("\(directory): no folder of migrations here; name one with --db-dir")
        }
        func read(_ folder: String) throws -> [SQLFile] {
            let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path())?.compactMap {
                $0 as? String
            }
            return try (names ?? []).filter { $0.hasSuffix(".sql") }.sorted().map { try file(folder + "/" + $0) }
        }
        func file(_ path: String) throws -> SQLFile {
            SQLFile(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
        }
        func optional(_ path: String) throws -> [SQLFile] {
            FileManager.default.fileExists(atPath: root.appending(path: path).path()) ? [try file(path)] : []
        }
        migrations = try read("migrations").map(Migration.init).sorted { $0.number < $1.number }
        for (one, next) in zip(migrations, migrations.dropFirst()) where one.number == next.number {
            throw MigratorFailure.usage("two migrations have the number \(one.number): \(one.slug), \(next.slug)")
        }
        let functions = try read("functions")
        let isShared = { (file: SQLFile) in file.path.hasPrefix("functions/shared/") }
        objects =
            try optional("errors.sql") + functions.filter(isShared) + functions.filter { !isShared($0) }
            + optional("triggers.sql") + optional("grants.sql")
        reference = try optional("seed/reference.sql").first
        demo = try read("seed/demo")
        load = try read("seed/load")
    }
}
