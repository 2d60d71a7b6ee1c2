import Postgres
import Synchronization

/// The error catalogue once the database has told it: the gateway starts before the database may be there.
final class ErrorCatalogBox: Sendable {
    private let catalog = Mutex(ErrorCatalog())

    /// What is known so far.
    var current: ErrorCatalog { catalog.withLock { $0 } }

    /// Takes the catalogue from the database.
    func load(from database: some Database) async throws {
        let result = try await database.query(Statements.errorCatalog, [])
        let loaded = try ErrorCatalog(json: result.first?.bytes("body") ?? [])
        catalog.withLock { $0 = loaded }
    }
}
