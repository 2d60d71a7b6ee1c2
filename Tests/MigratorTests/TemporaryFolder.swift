import Foundation

/// A folder of a test's own. Its name has a blank and a letter beyond ASCII, as a clone's may.
enum TemporaryFolder {
    /// Makes the folder with these files, by path, and takes it away when the body has ended.
    static func with(_ files: [String: String], _ body: (URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "mé n shop-" + UUID().uuidString, directoryHint: .isDirectory)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (path, text) in files {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        try await body(folder)
    }
}
