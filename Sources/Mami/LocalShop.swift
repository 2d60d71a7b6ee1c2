import Fleet
import Foundation

/// PostgreSQL, payment simulator and gateway, started in order and watched.
struct LocalShop: Sendable {
    let folder: LocalFolder
    let host: String
    let port: Int

    /// Where the programs are: beside this one.
    private static let programs = URL(filePath: CommandLine.executablePath).deletingLastPathComponent()
        .path(percentEncoded: false)
    private var url: String { "http://\(host):\(port)" }
    private var databaseFolder: String { folder.root + "/db" }

    /// Builds all programs.
    func build() async throws {
        Terminal.say("building (the first time takes some minutes)")
        let flags = (folder["SWIFT_BUILD_FLAGS"] ?? "").split(separator: " ").map(String.init)
        let arguments = ["build", "--package-path", folder.root, "-c", "release", "--quiet"] + flags
        guard try await ChildProcess.attend("swift", arguments) == 0 else { throw FleetError("the build failed") }
    }

    /// Starts all of it, and returns only by throwing: when something ends, or our task is cancelled.
    func run() async throws {
        let database = try await database()
        try await migrate(database)
        try Task.checkCancellation()
        let provider = try provider()
        let simulator = try provider.port.map { try startSimulator(provider, port: $0) }
        let gateway = try startGateway(database, provider)
        try await waitUntilReady(gateway)
        try describe(database, provider, gateway: gateway, simulator: simulator)
        Terminal.show(Greeting(url: url, runFile: folder.file("run.env")).text)
        let log = try ChildProcess.start("tail", ["-n", "0", "-F", "--pid", "\(getpid())", folder.file("gateway.log")])
        defer { log.signal(SIGKILL) }
        while gateway.isRunning {
            if let simulator, !simulator.isRunning {
                throw FleetError("the payment simulator has stopped; see \(folder.file("simulator.log"))")
            }
            try await Task.sleep(for: .milliseconds(250))
        }
        throw FleetError("the gateway has stopped; see \(folder.file("gateway.log"))")
    }

    /// The URLs of `mami_admin` and `mami_gateway`.
    private struct Database {
        let admin: String
        let gateway: String
    }

    private func database() async throws -> Database {
        if let admin = folder["DATABASE_URL"] {
            guard let gateway = folder["GATEWAY_DATABASE_URL"] else {
                throw FleetError(
                    "DATABASE_URL (as mami_admin) needs GATEWAY_DATABASE_URL (as mami_gateway) beside it; db/bootstrap.sql makes both"
                )
            }
            return Database(admin: admin, gateway: gateway)
        }
        let superuser = try folder.secret("SUPERUSER_PASSWORD")
        let logins = Cluster.Logins(
            admin: try folder.secret("ADMIN_PASSWORD"), gateway: try folder.secret("GATEWAY_PASSWORD"))
        let port = try folder.port("POSTGRES_PORT")
        let cluster = try folder.clusterHome.open()
        Terminal.say("starting PostgreSQL on 127.0.0.1:\(port), data in \(cluster.directory)")
        try await cluster.create(password: superuser)
        try await cluster.start(port: port, settings: ["max_connections=200"])
        let server = "127.0.0.1:\(port)"
        try await Cluster.bootstrap(
            "postgresql://postgres:\(superuser)@\(server)/postgres", database: "mami", logins: logins,
            folder: databaseFolder)
        return Database(
            admin: "postgresql://mami_admin:\(logins.admin)@\(server)/mami",
            gateway: "postgresql://mami_gateway:\(logins.gateway)@\(server)/mami"
        )
    }

    private func migrate(_ database: Database) async throws {
        Terminal.say("migrating")
        for command in [["up", "--development"], ["seed", "demo"]] {
            try Task.checkCancellation()
            let status = try await ChildProcess.attend(
                program("migrator"), command + ["--db-dir", databaseFolder],
                environment: environment(["DATABASE_URL": database.admin]))
            guard status == 0 else { throw FleetError("migrator \(command.joined(separator: " ")) failed") }
        }
    }

    /// Who takes the money.
    private struct Provider {
        let url: String
        let apiKey: String
        let webhookSecret: String?
        /// The simulator's port; nil for a provider of your own.
        let port: Int?
    }

    private func provider() throws -> Provider {
        if let url = folder["PAYMENT_PROVIDER_URL"] {
            return Provider(
                url: url, apiKey: folder["PAYMENT_PROVIDER_API_KEY"] ?? "",
                webhookSecret: folder["PAYMENT_WEBHOOK_SECRET"],
                port: nil)
        }
        let port = try folder.port("SIMULATOR_PORT")
        return Provider(
            url: "http://127.0.0.1:\(port)",
            apiKey: try folder.secret("SIMULATOR_API_KEY"),
            webhookSecret: try folder["PAYMENT_WEBHOOK_SECRET"] ?? folder.secret("PAYMENT_WEBHOOK_SECRET"),
            port: port
        )
    }

    private func startSimulator(_ provider: Provider, port: Int) throws -> ChildProcess {
        try start(
            "payment-simulator",
            [
                "--port", "\(port)", "--state-file", folder.file("simulator.jsonl"), "--webhook-url",
                url + "/webhooks/payments",
            ],
            log: "simulator.log",
            pid: folder.simulator,
            ["PAYMENT_PROVIDER_API_KEY": provider.apiKey, "PAYMENT_WEBHOOK_SECRET": provider.webhookSecret]
        )
    }

    private func startGateway(_ database: Database, _ provider: Provider) throws -> ChildProcess {
        try folder.write("", to: "gateway.log")
        return try start(
            "gateway",
            [],
            log: "gateway.log",
            pid: folder.gateway,
            [
                "HOST": host, "PORT": "\(port)", "GATEWAY_DATABASE_URL": database.gateway,
                // The administrator's, which is none of its business.
                "DATABASE_URL": nil,
                "PAYMENT_PROVIDER_URL": provider.url, "PAYMENT_PROVIDER_API_KEY": provider.apiKey,
                "PAYMENT_WEBHOOK_SECRET": provider.webhookSecret,
                "JWT_SECRET_KEY": try folder["JWT_SECRET_KEY"] ?? folder.secret("JWT_SECRET_KEY"),
                "AUDIT_SEALING_KEY": folder["AUDIT_SEALING_KEY_FILE"] == nil
                    ? try folder["AUDIT_SEALING_KEY"] ?? folder.sealingKey() : nil,
                "AUDIT_CHECKPOINT_FILE": folder["AUDIT_CHECKPOINT_FILE"] ?? folder.file("audit-checkpoints"),
                // Load programs register many customers from this one address; a shop on the net keeps the default.
                "AUTH_RATE_PER_ADDRESS": folder["AUTH_RATE_PER_ADDRESS"] ?? "100000",
            ]
        )
    }

    private func waitUntilReady(_ gateway: ChildProcess) async throws {
        let isOver = await wait(atMost: .seconds(60)) {
            if !gateway.isRunning || Task.isCancelled { return true }
            let curl = try? await ChildProcess.run(
                "curl", ["--silent", "--fail", "--output", "/dev/null", url + "/ready"])
            return curl?.status == 0
        }
        try Task.checkCancellation()
        if isOver, gateway.isRunning { return }
        let log = (try? String(contentsOfFile: folder.file("gateway.log"), encoding: .utf8)) ?? ""
        throw FleetError(
            log.split(separator: "\n").suffix(20).joined(separator: "\n") + "\nthe gateway does not get ready")
    }

    /// Writes run.env.
    private func describe(
        _ database: Database,
        _ provider: Provider,
        gateway: ChildProcess,
        simulator: ChildProcess?
    ) throws {
        let cluster = folder["DATABASE_URL"] == nil ? folder.clusterHome.existing?.process : nil
        let values = [
            ("GATEWAY_URL", url), ("DATABASE_URL", database.admin), ("GATEWAY_DATABASE_URL", database.gateway),
            ("PAYMENT_PROVIDER_URL", provider.url), ("PAYMENT_PROVIDER_API_KEY", provider.apiKey),
            ("GATEWAY_PID", "\(gateway.processIdentifier)"),
            ("SIMULATOR_PID", simulator.map { "\($0.processIdentifier)" } ?? ""),
            ("POSTGRES_PID", cluster.map { "\($0.processIdentifier)" } ?? ""),
        ]
        try folder.write(values.map { EnvironmentFile.line($0.0, $0.1) }.joined(), to: "run.env")
    }

    private func start(
        _ name: String,
        _ arguments: [String],
        log: String,
        pid: ProcessFile,
        _ variables: [String: String?]
    ) throws -> ChildProcess {
        let process = try ChildProcess.start(
            program(name), arguments, environment: environment(variables), output: .appended(to: folder.file(log)))
        try pid.remember(process.processIdentifier)
        return process
    }

    private func program(_ name: String) -> String { Self.programs + name }

    /// All variables, those of .env too, with some of our own.
    private func environment(_ variables: [String: String?]) -> [String: String?] {
        var all: [String: String?] = folder.environment.mapValues { $0 }
        for (name, value) in variables { all[name] = value }
        return all
    }
}
