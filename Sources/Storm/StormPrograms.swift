import AsyncHTTPClient
import Fleet
import Foundation
import NIOCore
import Postgres
import ShopClient

/// The programs of a storm: started, killed by their own pids, started again on the same ports.
actor StormPrograms {
    private static let webhookSecret = "whsec_storm"

    private let ground: StormGround
    private let client: HTTPClient
    private let provider: StormProvider
    private var gateways: [ChildProcess?]
    private var simulator: ChildProcess?
    private var faults = "{}"

    init(ground: StormGround, client: HTTPClient) {
        self.ground = ground
        self.client = client
        provider = StormProvider(url: ground.simulator, client: client)
        gateways = Array(repeating: nil, count: ground.gateways.count)
    }

    /// Starts all of it and waits until it serves.
    func start() async throws {
        try startSimulator()
        for index in gateways.indices { try startGateway(index) }
        for url in ground.gateways { try await waitUntilAnswers(url + "/ready", seconds: 60) }
        try await waitUntilAnswers(ground.simulator + "/_control", seconds: 30)
    }

    /// A card's owner is waited for no longer than a storm lasts; and of two shops one holds its money.
    func openForTheStorm(_ shop: StormShop) async throws {
        try await query(
            shop, "update store.settings set payment_action_minutes = 1, capture = $1::store.capture_mode",
            [.text(shop.number == 1 ? "on_confirm" : "on_ready")])
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
            try await provider.control(faults)
        case .restartDatabase:
            try await ground.restartDatabase()
        case .cutConnections(let share):
            try await query(
                ground.shops[0],
                """
                select pg_terminate_backend(pid)
                from pg_stat_activity
                where usename = 'mami_gateway' and random() < $1::float8
                """,
                [.text(String(share))])
        case .faults(let body):
            faults = body
            try await provider.control(body)
        case .captureMode(let mode):
            try await query(
                ground.shops[0], "update store.settings set capture = $1::store.capture_mode", [.text(mode)])
        case .key(let hasExpired): try await provider.control("{\"key_has_expired\":\(hasExpired)}")
        case .endRefunds(let status):
            try await provider.control("{\"pending_refunds\":\"\(status)\"}")
            // Those of then wait again.
            try await provider.control("{\"pending_refunds\":\"pending\"}")
        case .refundInDashboard(let choice): try await provider.refundInDashboard(choice: choice)
        case .expireHold(let choice): try await provider.expireHold(choice: choice)
        }
    }

    private func query(_ shop: StormShop, _ text: String, _ parameters: [Value]) async throws {
        let connection = try await Connection.connect(
            ConnectionParameters(shop.superuserURL, applicationName: "storm"))
        let result = await Result { _ = try await connection.query(text, parameters) }
        await connection.close()
        try result.get()
    }

    /// Makes everything calm, and sees that all of it runs.
    func calm() async throws {
        faults = StormPlan.calm
        for index in gateways.indices where gateways[index]?.isRunning != true { try startGateway(index) }
        if simulator?.isRunning != true { try startSimulator() }
        try await waitUntilAnswers(ground.simulator + "/_control", seconds: 30)
        try await provider.control(faults)
        for url in ground.gateways { try await waitUntilAnswers(url + "/ready", seconds: 60) }
    }

    /// Stops what was started.
    func stop() async {
        for process in gateways + [simulator] { await process?.end() }
    }

    private func startGateway(_ index: Int) throws {
        let each = ground.gateways.count / ground.shops.count
        let shop = ground.shops[index / each]
        gateways[index] = try ground.start(
            "gateway",
            [],
            log: "gateway-\(index).log",
            [
                "GATEWAY_DATABASE_URL": shop.gatewayDatabaseURL, "PORT": "\(shop.gatewayPorts[index % each])",
                "JWT_SECRET_KEY": String(repeating: "storm-", count: 12), "PAYMENT_PROVIDER_URL": ground.simulator,
                "PAYMENT_PROVIDER_API_KEY": StormProvider.apiKey, "PAYMENT_WEBHOOK_SECRET": Self.webhookSecret,
                "AUTH_RATE_PER_ADDRESS": "1000000", "SCRYPT_LN": "10", "ACCESS_TOKEN_SECONDS": "86400",
                "LOG_LEVEL": "warning", "PAYMENT_TIMEOUT_MS": "2000", "CHECKOUT_LEASE_SECONDS": "10",
                "CHECKOUT_RESUME_SECONDS": "30", "RECONCILER_POLL_MS": "500",
            ]
        )
    }

    private func startSimulator() throws {
        // Events go to the first gateway of each shop; when it is down they come late, which is a part of the storm.
        simulator = try ground.start(
            "payment-simulator",
            [
                "--port", "\(ground.simulatorPort)", "--api-key", StormProvider.apiKey, "--state-file",
                ground.folder.path + "/simulator.jsonl",
            ] + ground.shops.flatMap { ["--webhook-url", $0.gateways[0] + "/webhooks/payments"] },
            log: "simulator.log",
            ["PAYMENT_WEBHOOK_SECRET": Self.webhookSecret]
        )
    }

    private func waitUntilAnswers(_ url: String, seconds: Int) async throws {
        for _ in 0..<(seconds * 20) {
            var request = HTTPClientRequest(url: url)
            request.headers.add(name: "Authorization", value: "Bearer \(StormProvider.apiKey)")
            if let response = try? await client.execute(request, timeout: .seconds(2)), response.status == .ok {
                return
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw ShoppingError.unexpected(url, 0, "does not answer")
    }
}
