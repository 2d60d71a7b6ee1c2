import Foundation

/// The folder `db`: what the database is to be.
struct SchemaFiles: Sendable {
    let directory: URL
    /// History, in order.
    let migrations: [Migration]
    /// Desired state, in the order in which it is applied: errors and the audit register, functions and views by dependency, triggers, grants.
    let objects: [SchemaObject]
    let reference: SQLFile?
    let demo: [SQLFile]
    let load: [SQLFile]

    /// The page of privileges speaks of all the rest: it is applied again whenever anything has changed.
    static let grantsPath = "grants.sql"

    /// Schemas in which the files make functions, views or triggers: there, nothing else may make any.
    var schemas: [String] { Set(objects.compactMap(\.schema)).sorted() }

    /// Reads the folder.
    /// - Throws: `MigratorFailure` `usage` if it is none, or its files do not fit together.
    init(directory: String) throws {
        let root = URL(filePath: directory, directoryHint: .isDirectory)
        let folder = SchemaFolder(root: root)
        guard folder.has("migrations") else {
            throw MigratorFailure.usage("\(directory): no folder of migrations here; name one with --db-dir")
        }
        self.directory = root
        migrations = try Migration.all(try folder.read("migrations"))
        let functions = try folder.read("functions").map(SchemaObject.functionOrView)
        for (identity, makers) in Dictionary(grouping: functions, by: \.identity) where makers.count > 1 {
            throw MigratorFailure.usage("\(identity) is made by \(makers.map(\.file.path).joined(separator: " and "))")
        }
        objects =
            try folder.readIfThere("errors.sql").map(SchemaObject.script)
            + folder.readIfThere(AuditRegister.path).map(SchemaObject.script) + SchemaObject.sorted(functions)
            + folder.readIfThere(AuditRegister.path).flatMap(AuditRegister.triggers)
            + folder.readIfThere("triggers.sql").flatMap(SchemaObject.triggers)
            + folder.readIfThere(Self.grantsPath).map(SchemaObject.script)
        for object in objects { try object.file.refuseTransactionControl() }
        reference = try folder.readIfThere("seed/reference.sql").first
        demo = try folder.read("seed/demo")
        load = try folder.read("seed/load")
    }
}

/// Files below a folder.
struct SchemaFolder {
    let root: URL

    /// Whether there is such a file or folder.
    func has(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    /// All SQL files below a folder, by path; none where there is no folder.
    func read(_ folder: String) throws -> [SQLFile] {
        let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path(percentEncoded: false))?
            .compactMap {
                $0 as? String
            }
        return try (names ?? []).filter { $0.hasSuffix(".sql") }.sorted().map { try file(folder + "/" + $0) }
    }

    /// One file, or none.
    func readIfThere(_ path: String) throws -> [SQLFile] {
        has(path) ? [try file(path)] : []
    }

    private func file(_ path: String) throws -> SQLFile {
        let data = try Data(contentsOf: root.appending(path: path))
        guard let text = String(data: data, encoding: .utf8) else {
            throw MigratorFailure.usage("\(path) is not UTF-8")
        }
        return SQLFile(path: path, text: text)
    }
}
