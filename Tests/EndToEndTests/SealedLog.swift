import AuditSeal
import Fleet
import Foundation
import Postgres

/// A shop whose audit log gateways seal and sign, and copies of its database for a superuser to spoil.
struct SealedLog: Sendable {
    let superuserURL: String
    let adminURL: String
    let gatewayDatabaseURL: String
    let name: String
    let folder: String
    static let seed = Data(repeating: 42, count: 32).base64EncodedString()
    static let key = SealingKey(name: "shop.example/audit", seed: seed)!

    /// A database with the demo shop and a month of old entries.
    static func make(_ name: String) async throws -> SealedLog {
        _ = try await World.shared
        let database = "mami_\(name)_\(ProcessInfo.processInfo.processIdentifier)"
        let (superuser, admin, gateway) = try await World.makeDatabase(database)
        let folder = FileManager.default.temporaryDirectory.appending(path: "sealed-\(UUID())").path(
            percentEncoded: false)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let log = SealedLog(
            superuserURL: superuser, adminURL: admin, gatewayDatabaseURL: gateway, name: database, folder: folder)
        _ = try await log.sql(
            """
            insert into audit.entries (entity_type, entity_id, action, new_value, created_at)
            select 'test', i, 'OLD', jsonb_build_object('n', i), timestamptz '2024-03-10 12:00Z' + i * interval '1 second'
            from generate_series(1, 50) as i
            """)
        _ = try await log.sql("select audit.partitions_ensure() from set_config('role', 'mami_owner', false)")
        return log
    }

    func checkpoints(_ number: Int) -> CheckpointFile { CheckpointFile("\(folder)/checkpoints-\(number)") }

    /// A gateway that signs each second, into the file of its number.
    func startGateway(_ number: Int) async throws -> (url: String, process: ChildProcess, log: String) {
        let port = try LoopbackPort.free()
        let log = "\(folder)/gateway-\(number).log"
        let settings = [
            "AUDIT_SEALING_KEY": Self.seed, "AUDIT_LOG_NAME": Self.key.name, "AUDIT_SEAL_MS": "50",
            "AUDIT_CHECKPOINT_SECONDS": "1", "AUDIT_CHECKPOINT_FILE": checkpoints(number).path,
        ]
        let process = try ChildProcess.start(
            Program.path("gateway"), [],
            environment: World.gatewayEnvironment(gatewayDatabaseURL, "http://127.0.0.1:9", port: port)
                .merging(settings) { $1 },
            output: .appended(to: log))
        let url = "http://127.0.0.1:\(port)"
        try await World.waitUntilReady(url)
        return (url, process, log)
    }

    /// Runs a statement as a superuser, in this database or in a copy.
    func sql(_ text: String, _ parameters: [Value] = [], in copy: String? = nil) async throws -> QueryResult {
        let url = copy.map { superuserURL.replacing(name, with: $0) } ?? superuserURL
        let connection = try await Connection.connect(ConnectionParameters(url, applicationName: "test"))
        let result = try await connection.query(text, parameters)
        await connection.close()
        return result
    }

    /// Writes entries, and waits until they are sealed and the file of a gateway has a checkpoint of all.
    func write(_ count: Int, signedIn number: Int) async throws {
        _ = try await sql(
            """
            insert into audit.entries (entity_type, entity_id, action, new_value)
            select 'test', i, 'NEW', jsonb_build_object('n', i) from generate_series(1, $1::integer) as i
            """, [.integer(Int64(count))])
        let all: Int64 = try await sql("select count(*) as n from audit.entries").first?.get("n") ?? 0
        let isSigned = await wait(atMost: .seconds(60)) {
            ((try? checkpoints(number).read())?.last?.checkpoint.size ?? 0) >= all
        }
        guard isSigned else { throw WorldError("the log is not sealed and signed") }
    }

    /// A copy of the database in which a superuser has done something. Nobody else may be in it.
    func spoil(_ place: String, _ statements: [String]) async throws -> String {
        let copy = "\(name)_\(place)"
        let server = World.environment["TEST_DATABASE_URL"] ?? ""
        let connection = try await Connection.connect(ConnectionParameters(server, applicationName: "test"))
        _ = try await connection.query("create database \(copy) template \(name)")
        await connection.close()
        for statement in statements { _ = try await sql(statement, in: copy) }
        return copy
    }

    /// `migrator audit-verify`, with the checkpoints of a gateway or without.
    func verify(_ copy: String? = nil, signedIn number: Int? = 1, _ more: [String] = []) async throws -> (
        status: Int32, output: String
    ) {
        let outside =
            number.map { ["--checkpoints", checkpoints($0).path, "--public-key", Self.key.verifier.description] } ?? []
        let result = try await ChildProcess.run(
            Program.path("migrator"), ["audit-verify"] + outside + more,
            environment: ["DATABASE_URL": copy.map { adminURL.replacing(name, with: $0) } ?? adminURL])
        return (result.status, result.output)
    }
}
