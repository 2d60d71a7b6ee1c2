import Fleet
import Foundation
import Postgres
import Synchronization

/// The built programs with a real PostgreSQL: a database of its own, the simulator, a gateway. Started once for all tests
/// of this target, stopped when the test process ends.
actor World {
    /// Whether `make test` has said where things are.
    static let isPossible = environment["TEST_DATABASE_URL"] != nil && environment["MAMI_BIN_DIR"] != nil

    static let environment = ProcessInfo.processInfo.environment
    /// The repository's folder.
    static let root = "\(environment["MAMI_DB_DIR"] ?? "db")/.."
    private static let started = Task { try await World() }

    /// The one world.
    static var shared: World {
        get async throws { try await started.value }
    }

    /// A superuser's URL of the world's database.
    nonisolated let superuserURL: String
    /// The administrator's: what DBAs and the migrator use.
    nonisolated let adminURL: String
    nonisolated let gatewayDatabaseURL: String
    nonisolated let gateway: String
    nonisolated let simulator: String
    static let apiKey = "sk_test_end_to_end"

    private init() async throws {
        (superuserURL, adminURL, gatewayDatabaseURL) = try await Self.makeDatabase(
            "mami_e2e_\(ProcessInfo.processInfo.processIdentifier)")
        let simulatorPort = try LoopbackPort.free()
        simulator = "http://127.0.0.1:\(simulatorPort)"
        _ = try Program.start("payment-simulator", ["--port", "\(simulatorPort)", "--api-key", Self.apiKey])
        let port = try LoopbackPort.free()
        gateway = "http://127.0.0.1:\(port)"
        _ = try Program.start(
            "gateway", environment: Self.gatewayEnvironment(gatewayDatabaseURL, simulator, port: port))
        try await Self.waitUntilReady(gateway)
    }

    /// A new database with the demo shop: the URLs of a superuser, of the administrator, of the gateway.
    static func makeDatabase(_ name: String) async throws -> (superuser: String, admin: String, gateway: String) {
        let server = environment["TEST_DATABASE_URL"] ?? ""
        let superuser = server.replacing(/\/[^\/]*$/, with: "/\(name)")
        // The roles are the cluster's: the database tests give them the same passwords.
        let admin = superuser.replacing(/\/\/[^@]*@/, with: "//mami_admin:test@")
        let databaseFolder = environment["MAMI_DB_DIR"] ?? "db"
        _ = try await ChildProcess.run(
            "/usr/bin/psql",
            [
                "-qX", "-v", "ON_ERROR_STOP=1", "-v", "database=\(name)", "-v", "admin_password=test", "-v",
                "gateway_password=test", "-f", "\(databaseFolder)/bootstrap.sql", server,
            ]
        )
        for command in [["up"], ["seed", "demo"]] {
            let result = try await ChildProcess.run(
                Program.path("migrator"),
                command + ["--db-dir", databaseFolder],
                environment: ["DATABASE_URL": admin]
            )
            guard result.status == 0 else { throw WorldError("migrator \(command): \(result.output)") }
        }
        return (superuser, admin, superuser.replacing(/\/\/[^@]*@/, with: "//mami_gateway:test@"))
    }

    /// Another gateway beside the first, with other settings, and with no more file descriptors than are given.
    func startGateway(_ settings: [String: String], descriptors: Int? = nil) async throws
        -> (url: String, process: ChildProcess)
    {
        let port = try LoopbackPort.free()
        let environment = Self.gatewayEnvironment(gatewayDatabaseURL, simulator, port: port)
        let process = try Program.start(
            "gateway", environment: environment.merging(settings) { $1 }, descriptors: descriptors)
        let url = "http://127.0.0.1:\(port)"
        try await Self.waitUntilReady(url)
        return (url, process)
    }

    /// Runs a statement in the world's database, as a superuser.
    nonisolated func sql(_ text: String, _ parameters: [Value] = []) async throws -> QueryResult {
        let connection = try await Connection.connect(ConnectionParameters(superuserURL, applicationName: "test"))
        let result = try await connection.query(text, parameters)
        await connection.close()
        return result
    }

    /// The invariants that do not hold.
    nonisolated func violations() async throws -> [String] {
        try await sql("select invariant || ' ' || details as violation from store.check_invariants()").map {
            try $0.text("violation") ?? ""
        }
    }

    static func gatewayEnvironment(_ database: String, _ simulator: String, port: Int) -> [String: String] {
        [
            "GATEWAY_DATABASE_URL": database, "PORT": "\(port)", "JWT_SECRET_KEY": String(repeating: "e2e-", count: 16),
            "PAYMENT_PROVIDER_URL": simulator, "PAYMENT_PROVIDER_API_KEY": apiKey, "AUTH_RATE_PER_ADDRESS": "100000",
            "SEARCH_RATE_PER_ADDRESS": "100000",
            "SCRYPT_LN": "10", "LOG_LEVEL": "warning", "DATABASE_STATEMENT_TIMEOUT_MS": "20000",
            "DATABASE_LOCK_TIMEOUT_MS": "15000", "DATABASE_POOL_WAIT_MS": "20000",
        ]
    }

    static func waitUntilReady(_ url: String) async throws {
        for _ in 0..<300 {
            if let reply = try? await Client(baseURL: url).send("GET", "/ready"), reply.status == 200 { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw WorldError("\(url) does not get ready")
    }
}

/// The world could not be built.
struct WorldError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
