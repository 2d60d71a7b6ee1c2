import AsyncHTTPClient
import Fleet
import Foundation
import NIOCore
import Postgres
import ShopClient

/// The programs of a storm: started, killed by their own pids, started again on the same ports.
actor StormPrograms {
    static let apiKey = "sk_test_storm"
    private static let webhookSecret = "whsec_storm"

    private let ground: StormGround
    private let client: HTTPClient
    private var gateways: [ChildProcess?]
    private var simulator: ChildProcess?
    private var faults = StormPlan.calm

    init(ground: StormGround, client: HTTPClient) {
        self.ground = ground
        self.client = client
        gateways = Array(repeating: nil, count: ground.gatewayPorts.count)
    }

    /// Starts all of it and waits until it serves.
    func start() async throws {
        try startSimulator()
        for index in gateways.indices { try startGateway(index) }
        for url in ground.gateways { try await waitUntilAnswers(url + "/ready", seconds: 60) }
        try await waitUntilAnswers(ground.simulator + "/_control", seconds: 30)
    }

    /// Lets one thing go wrong. What was killed is back when this returns.
    func carryOut(_ event: StormPlan.Event) async throws {
        switch event {
        case .killGateway(let index):
            await gateways[index]?.end()
            try startGateway(index)
        case .killSimulator:
            await simulator?.end()
            try startSimulator()
            try await waitUntilAnswers(ground.simulator + "/_control", seconds: 30)
            try await control(faults)
        case .restartDatabase:
            try await ground.restartDatabase()
        case .cutConnections(let share):
            let connection = try await Connection.connect(
                ConnectionParameters(ground.superuserURL, applicationName: "storm"))
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
                ConnectionParameters(ground.superuserURL, applicationName: "storm"))
            _ = try await connection.query(
                "update store.settings set capture = $1::store.capture_mode", [.text(mode)])
            await connection.close()
        }
    }

    /// Makes everything calm, and sees that all of it runs.
    func calm() async throws {
        faults = StormPlan.calm
        for index in gateways.indices where gateways[index]?.isRunning != true { try startGateway(index) }
        if simulator?.isRunning != true { try startSimulator() }
        try await waitUntilAnswers(ground.simulator + "/_control", seconds: 30)
        try await control(faults)
        for url in ground.gateways { try await waitUntilAnswers(url + "/ready", seconds: 60) }
    }

    /// Stops what was started.
    func stop() async {
        for process in gateways + [simulator] { await process?.end() }
    }

    private func startGateway(_ index: Int) throws {
        gateways[index] = try ground.start(
            "gateway",
            [],
            log: "gateway-\(index).log",
            [
                "GATEWAY_DATABASE_URL": ground.gatewayDatabaseURL, "PORT": "\(ground.gatewayPorts[index])",
                "JWT_SECRET_KEY": String(repeating: "storm-", count: 12), "PAYMENT_PROVIDER_URL": ground.simulator,
                "PAYMENT_PROVIDER_API_KEY": Self.apiKey, "PAYMENT_WEBHOOK_SECRET": Self.webhookSecret,
                "AUTH_RATE_PER_ADDRESS": "1000000", "SCRYPT_LN": "10", "ACCESS_TOKEN_SECONDS": "86400",
                "LOG_LEVEL": "warning", "PAYMENT_TIMEOUT_MS": "2000", "CHECKOUT_LEASE_SECONDS": "10",
                "CHECKOUT_RESUME_SECONDS": "30", "RECONCILER_POLL_MS": "500",
            ]
        )
    }

    private func startSimulator() throws {
        // Events go to the first gateway; when it is down they come late, which is a part of the storm.
        simulator = try ground.start(
            "payment-simulator",
            [
                "--port", "\(ground.simulatorPort)", "--api-key", Self.apiKey, "--state-file",
                ground.folder.path + "/simulator.jsonl", "--webhook-url", ground.gateways[0] + "/webhooks/payments",
            ],
            log: "simulator.log",
            ["PAYMENT_WEBHOOK_SECRET": Self.webhookSecret]
        )
    }

    private func control(_ body: String) async throws {
        var request = HTTPClientRequest(url: ground.simulator + "/_control")
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
