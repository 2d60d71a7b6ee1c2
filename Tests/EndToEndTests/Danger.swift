import Fleet
import Foundation
import Postgres
import Synchronization

@testable import Gateway

/// A shop of its own for the stories in which programs die: a database, a simulator and gateways that nobody else drives.
final class Danger: Sendable {
    let databaseURL: String
    let gatewayDatabaseURL: String
    let simulatorPort: Int
    let simulatorState: String
    var simulator: String { "http://127.0.0.1:\(simulatorPort)" }
    /// Where the first gateway listens, also after it was started again.
    let port: Int
    /// The simulator that runs now.
    let simulatorPID = Mutex<Int32>(0)
    /// Whether the simulator sends events to the first gateway.
    let tellsEvents: Bool
    var gateway: String { "http://127.0.0.1:\(port)" }
    /// Somebody's own hand at the provider.
    var provider: Client { Client(baseURL: simulator, token: World.apiKey) }
    static let webhookSecret = "whsec_end_to_end"

    /// Short leases, so that a test is over within seconds.
    static let settings = [
        "CHECKOUT_LEASE_SECONDS": "2", "RECONCILER_POLL_MS": "100", "PAYMENT_TIMEOUT_MS": "700",
        "PAYMENT_WEBHOOK_SECRET": webhookSecret, "DATABASE_POOL_SIZE": "4",
        "DATABASE_POOL_WAIT_MS": "1000", "LOG_LEVEL": "critical",
    ]

    /// For the stories in which nobody dies: a busy machine is no provider that does not answer.
    static let patient = ["PAYMENT_TIMEOUT_MS": "20000", "CHECKOUT_LEASE_SECONDS": "60"]

    private init(
        databaseURL: String,
        gatewayDatabaseURL: String,
        simulatorPort: Int,
        simulatorState: String,
        port: Int,
        tellsEvents: Bool
    ) {
        self.tellsEvents = tellsEvents
        self.databaseURL = databaseURL
        self.gatewayDatabaseURL = gatewayDatabaseURL
        self.simulatorPort = simulatorPort
        self.simulatorState = simulatorState
        self.port = port
    }

    /// Makes the database from the shared one's files, and starts the simulator.
    static func make(_ name: String, tellsEvents: Bool = true) async throws -> Danger {
        _ = try await World.shared
        let (superuser, _, gateway) = try await World.makeDatabase(
            "mami_\(name)_\(ProcessInfo.processInfo.processIdentifier)")
        let simulatorPort = try LoopbackPort.free()
        let port = try LoopbackPort.free()
        let state = FileManager.default.temporaryDirectory.appending(path: "simulator-\(UUID()).jsonl").path(
            percentEncoded: false)
        let danger = Danger(
            databaseURL: superuser,
            gatewayDatabaseURL: gateway,
            simulatorPort: simulatorPort,
            simulatorState: state,
            port: port,
            tellsEvents: tellsEvents
        )
        try await danger.startSimulator()
        return danger
    }

    /// Starts the simulator with what it knew when it was stopped.
    func startSimulator() async throws {
        let process = try Program.start(
            "payment-simulator",
            ["--port", "\(simulatorPort)", "--api-key", World.apiKey, "--state-file", simulatorState]
                + (tellsEvents ? ["--webhook-url", "\(gateway)/webhooks/payments"] : []),
            environment: ["PAYMENT_WEBHOOK_SECRET": Self.webhookSecret]
        )
        simulatorPID.withLock { $0 = process.processIdentifier }
        for _ in 0..<200 {
            if (try? await control("{}"))?.status == 200 { return }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw WorldError("the simulator does not answer")
    }

    /// Starts a gateway, on the first one's port or on another.
    func start(_ settings: [String: String] = [:], port: Int? = nil) async throws -> ChildProcess {
        let port = port ?? self.port
        let environment = World.gatewayEnvironment(gatewayDatabaseURL, simulator, port: port)
        let process = try Program.start(
            "gateway", environment: environment.merging(Self.settings) { $1 }.merging(settings) { $1 })
        try await World.waitUntilReady("http://127.0.0.1:\(port)")
        return process
    }

    /// Runs a statement as a superuser.
    func sql(_ text: String, _ parameters: [Value] = []) async throws -> QueryResult {
        let connection = try await Connection.connect(ConnectionParameters(databaseURL, applicationName: "test"))
        let result = try await connection.query(text, parameters)
        await connection.close()
        return result
    }

    /// One number of one row.
    func number(_ text: String, _ parameters: [Value] = []) async throws -> Int64 {
        try await sql(text, parameters).first?.integer("n") ?? -1
    }

    /// The attempt of a key, waited for until it is where it should be.
    func state(ofKey key: String, within seconds: Int, until done: (String) -> Bool) async throws -> String {
        var state = "(none)"
        for _ in 0..<(seconds * 20) {
            state =
                try await sql(
                    "select state::text as state from store.checkout_attempts where idempotency_key = $1", [.text(key)]
                ).first?.text("state") ?? "(none)"
            if done(state) { return state }
            try await Task.sleep(for: .milliseconds(50))
        }
        return state
    }

    /// A product of which a branch has many, and the branch.
    func shelf() async throws -> (branch: Int64, product: Int64) {
        let product = try await number("select max(product_id) as n from store.inventory where on_hand > 100")
        let branch = try await number(
            "select min(branch_id) as n from store.inventory where product_id = $1 and on_hand > 100",
            [.integer(product)])
        return (branch, product)
    }

    /// When the shop takes its money: the setting `capture`.
    func capture(_ mode: CaptureMode) async throws {
        _ = try await sql("update store.settings set capture = $1::store.capture_mode", [.text(mode.rawValue)])
    }

    /// What the simulator has of an attempt: charges, and what was taken, is held and went back, in agorot.
    struct Money {
        let charges: Int
        let taken: Int
        let held: Int
        let returned: Int
    }

    /// The payments that the simulator has of the attempt of a key.
    func intents(ofKey key: String) async throws -> [[String: Any]] {
        let attempt = try await sql(
            "select max(provider_key::text) as key from store.checkout_attempts where idempotency_key = $1",
            [.text(key)])
        let id = try attempt.first?.text("key") ?? "none"
        let found = try await provider.send(
            "GET", "/v1/payment_intents/search?limit=100&query=metadata%5B'checkout_attempt'%5D%3A'\(id)'")
        return found.json["data"] as? [[String: Any]] ?? []
    }

    /// The money of the attempt of a key.
    func money(ofKey key: String) async throws -> Money {
        let all = try await intents(ofKey: key)
        let intents = all.filter { $0["status"] as? String == "succeeded" }
        let held = all.reduce(0) { $0 + ($1["amount_capturable"] as? Int ?? 0) }
        var returned = 0
        for intent in intents {
            let reply = try await provider.send("GET", "/v1/refunds?limit=100&payment_intent=\(intent["id"] ?? "")")
            returned += (reply.json["data"] as? [[String: Any]] ?? []).filter { $0["status"] as? String == "succeeded" }
                .reduce(0) { $0 + ($1["amount"] as? Int ?? 0) }
        }
        let taken = intents.reduce(0) { $0 + ($1["amount_received"] as? Int ?? 0) }
        return Money(charges: intents.count, taken: taken, held: held, returned: returned)
    }

    /// Changes what goes wrong at the simulator.
    func control(_ body: String) async throws -> Reply {
        try await provider.send("POST", "/_control", body)
    }
}
