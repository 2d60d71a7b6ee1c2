import AsyncHTTPClient
import Foundation
import NIOCore
import Postgres

/// The programs of a storm: started, killed by their own pids, started again on the same ports.
actor Fleet {
    /// Where everything is.
    struct Layout: Sendable {
        let programs: String
        let directory: String
        let superuserURL: String
        let gatewayDatabaseURL: String
        /// Restarts PostgreSQL in immediate mode, stops or starts it, by its argument; returns when that is done.
        let databaseCommand: String
        let gatewayPorts: [Int]
        let simulatorPort: Int

        var gateways: [String] { gatewayPorts.map { "http://127.0.0.1:\($0)" } }
        var simulator: String { "http://127.0.0.1:\(simulatorPort)" }
    }

    static let apiKey = "sk_test_storm"
    private static let webhookSecret = "whsec_storm"

    private let layout: Layout
    private let client: HTTPClient
    private var gateways: [Process?]
    private var simulator: Process?
    private var faults = StormPlan.calm

    init(layout: Layout, client: HTTPClient) {
        self.layout = layout
        self.client = client
        gateways = Array(repeating: nil, count: layout.gatewayPorts.count)
    }

    /// Starts all of it and waits until it serves.
    func start() async throws {
        try startSimulator()
        for index in gateways.indices { try startGateway(index) }
        for url in layout.gateways { try await waitUntilAnswers(url + "/ready", seconds: 60) }
        try await waitUntilAnswers(layout.simulator + "/_control", seconds: 30)
    }

    /// Lets one thing go wrong. What was killed is back when this returns.
    func carryOut(_ event: StormPlan.Event) async throws {
        switch event {
        case .killGateway(let index):
            try await end(gateways[index])
            try startGateway(index)
        case .killSimulator:
            try await end(simulator)
            try startSimulator()
            try await waitUntilAnswers(layout.simulator + "/_control", seconds: 30)
            try await control(faults)
        case .restartDatabase:
            try await database("restart")
        case .cutConnections(let share):
            let connection = try await Connection.connect(
                ConnectionParameters(layout.superuserURL, applicationName: "storm"))
            _ = try await connection.query(
                """
                select pg_terminate_backend(pid)
                from pg_stat_activity
                where usename = 'mami_gateway' and random() < $1::float8
                """,
                [.text(String(share))]
            )
            await connection.close()
        case .faults(let body):
            faults = body
            try await control(body)
        case .captureMode(let mode):
            let connection = try await Connection.connect(
                ConnectionParameters(layout.superuserURL, applicationName: "storm"))
            _ = try await connection.query(
                "update store.settings set capture = $1::store.capture_mode", [.text(mode)])
            await connection.close()
        }
    }

    /// Does something to PostgreSQL: restart, stop or start.
    func database(_ verb: String) async throws {
        let process = Process()
        process.executableURL = URL(filePath: layout.databaseCommand)
        process.arguments = [verb]
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        while process.isRunning { try await Task.sleep(for: .milliseconds(50)) }
    }

    /// Makes everything calm, and sees that all of it runs.
    func calm() async throws {
        faults = StormPlan.calm
        for index in gateways.indices where gateways[index]?.isRunning != true { try startGateway(index) }
        if simulator?.isRunning != true { try startSimulator() }
        try await waitUntilAnswers(layout.simulator + "/_control", seconds: 30)
        try await control(faults)
        for url in layout.gateways { try await waitUntilAnswers(url + "/ready", seconds: 60) }
    }

    /// Stops what was started.
    func stop() async {
        for process in gateways + [simulator] { try? await end(process) }
    }

    private func end(_ process: Process?) async throws {
        guard let process, process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        while process.isRunning { try await Task.sleep(for: .milliseconds(10)) }
    }

    private func startGateway(_ index: Int) throws {
        gateways[index] = try start(
            "gateway",
            [],
            log: "gateway-\(index).log",
            [
                "GATEWAY_DATABASE_URL": layout.gatewayDatabaseURL, "PORT": "\(layout.gatewayPorts[index])",
                "JWT_SECRET_KEY": String(repeating: "storm-", count: 12), "PAYMENT_PROVIDER_URL": layout.simulator,
                "PAYMENT_PROVIDER_API_KEY": Self.apiKey, "PAYMENT_WEBHOOK_SECRET": Self.webhookSecret,
                "AUTH_RATE_PER_ADDRESS": "1000000", "SCRYPT_LN": "10", "ACCESS_TOKEN_SECONDS": "86400",
                "LOG_LEVEL": "warning", "PAYMENT_TIMEOUT_MS": "2000", "CHECKOUT_LEASE_SECONDS": "10",
                "CHECKOUT_RESUME_SECONDS": "30", "RECONCILER_POLL_MS": "500",
            ]
        )
    }

    private func startSimulator() throws {
        // Events go to the first gateway; when it is down they come late, which is a part of the storm.
        simulator = try start(
            "payment-simulator",
            [
                "--port", "\(layout.simulatorPort)", "--api-key", Self.apiKey, "--state-file",
                layout.directory + "/simulator.jsonl", "--webhook-url", layout.gateways[0] + "/webhooks/payments",
            ],
            log: "simulator.log",
            ["PAYMENT_WEBHOOK_SECRET": Self.webhookSecret]
        )
    }

    private func start(
        _ name: String,
        _ arguments: [String],
        log: String,
        _ environment: [String: String]
    ) throws -> Process {
        let handle = try append(to: log)
        let process = Process()
        process.executableURL = URL(filePath: layout.programs + "/" + name)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = handle
        process.standardError = handle
        try process.run()
        // For the script, which stops what is left if the storm itself is killed.
        try append(to: "pids").write(contentsOf: Data("\(process.processIdentifier)\n".utf8))
        return process
    }

    /// A file of the storm's folder, open at its end.
    private func append(to name: String) throws -> FileHandle {
        let path = layout.directory + "/" + name
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil)
        }
        let handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
        return handle
    }

    private func control(_ body: String) async throws {
        var request = HTTPClientRequest(url: layout.simulator + "/_control")
        request.method = .POST
        request.headers.add(name: "Authorization", value: "Bearer \(Self.apiKey)")
        request.body = .bytes(ByteBuffer(string: body))
        let response = try await client.execute(request, timeout: .seconds(5))
        guard response.status == .ok else {
            throw ShoppingError.unexpected("POST /_control", Int(response.status.code), "")
        }
    }

    private func waitUntilAnswers(_ url: String, seconds: Int) async throws {
        for _ in 0..<(seconds * 20) {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "Authorization", value: "Bearer \(Self.apiKey)")
            if let response = try? await client.execute(request, timeout: .seconds(2)), response.status == .ok {
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw ShoppingError.unexpected(url, 0, "does not answer")
    }
}
