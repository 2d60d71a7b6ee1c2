import Foundation
import Logging
import Testing

@testable import Postgres

/// The server that the tests may litter.
enum TestServer {
    /// A superuser's URL of a scratch cluster.
    static let url = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"]
    static let isThere = url != nil

    static func connect(onNotice: (@Sendable (String) -> Void)? = nil) async throws -> Connection {
        try await Connection.connect(ConnectionParameters(url ?? "", applicationName: "test"), onNotice: onNotice)
    }

    /// Runs the body with a pool that is up.
    static func withPool(
        size: Int,
        waiterLimit: Int = 100,
        waitLimit: Duration = .seconds(30),
        settings: [(name: String, value: String)] = [],
        statements: [Statement],
        _ body: (ConnectionPool) async throws -> Void
    ) async throws {
        let pool = ConnectionPool(
            configuration: PoolConfiguration(
                connection: ConnectionParameters(url ?? "", applicationName: "test pool", settings: settings),
                size: size,
                waiterLimit: waiterLimit,
                waitLimit: waitLimit
            ),
            statements: statements,
            logger: Logger(label: "test")
        )
        let running = Task { try await pool.run() }
        for _ in 0..<500 where !pool.isReady { try await Task.sleep(for: .milliseconds(10)) }
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await body(pool))
        } catch {
            outcome = .failure(error)
        }
        running.cancel()
        try await running.value
        try outcome.get()
    }
}
