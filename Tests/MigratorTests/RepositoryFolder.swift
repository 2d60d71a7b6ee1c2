import Foundation

/// A folder with a `db` in it, where the program finds its files.
enum RepositoryFolder {
    /// Makes the folder with these files below `db`, and takes it away when the body has ended.
    static func with(_ files: [String: String], _ body: (URL) async throws -> Void) async throws {
        try await TemporaryFolder.with(Dictionary(uniqueKeysWithValues: files.map { ("db/" + $0, $1) }), body)
    }
}
