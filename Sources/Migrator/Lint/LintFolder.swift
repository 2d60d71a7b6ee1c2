import Foundation

/// The folder `db` as lint reads it: every file, also one that the migrator would refuse.
struct LintFolder {
    /// As it was named.
    let name: String
    /// Texts by paths below the folder.
    let files: [String: String]
    private let root: URL

    /// Reads the folder.
    /// - Throws: `MigratorFailure` `usage` if there is none, or for a file that is no text.
    init(_ directory: String) throws {
        name = directory.hasSuffix("/") ? String(directory.dropLast()) : directory
        let root = Self.standard(directory)
        guard FileManager.default.fileExists(atPath: root.appending(path: "migrations").path(percentEncoded: false))
        else {
            throw MigratorFailure.usage("\(directory): no folder of migrations here; name one with --db-dir")
        }
        self.root = root
        var files: [String: String] = [:]
        for case let path as String in FileManager.default.enumerator(atPath: root.path(percentEncoded: false))
            ?? .init()
        {
            guard path.hasSuffix(".sql") || path.hasPrefix("migrations/") else { continue }
            let file = root.appending(path: path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path(percentEncoded: false), isDirectory: &isFolder),
                !isFolder.boolValue
            else {
                continue
            }
            guard let text = try? String(contentsOf: file, encoding: .utf8) else {
                throw MigratorFailure.usage("\(name)/\(path) cannot be read as UTF-8")
            }
            files[path] = text
        }
        self.files = files
    }

    /// Whether a path below the folder is asked for, by files and folders as a person names them; by none, all are.
    /// - Throws: `MigratorFailure` `usage` for one that is not in the folder.
    func selection(_ paths: [String]) throws -> @Sendable (String) -> Bool {
        let prefixes = try paths.map { path in
            let full = Self.standard(path).path(percentEncoded: false)
            let base =
                root.path(percentEncoded: false).hasSuffix("/")
                ? root.path(percentEncoded: false) : root.path(percentEncoded: false) + "/"
            guard full.hasPrefix(base) || full + "/" == base else {
                throw MigratorFailure.usage("\(path) is not below \(name); name the folder with --db-dir")
            }
            let inner = String(full.dropFirst(base.count))
            guard inner.isEmpty || files.keys.contains(where: { $0 == inner || $0.hasPrefix(Self.folder(inner)) })
            else {
                throw MigratorFailure.usage("\(path): no file of SQL here")
            }
            return inner
        }
        return { path in
            prefixes.isEmpty || prefixes.contains { $0.isEmpty || path == $0 || path.hasPrefix(Self.folder($0)) }
        }
    }

    private static func folder(_ path: String) -> String {
        path.hasSuffix("/") ? path : path + "/"
    }

    private static func standard(_ path: String) -> URL {
        URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath()
    }
}
