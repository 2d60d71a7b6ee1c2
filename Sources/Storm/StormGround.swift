import Fleet
import Foundation

/// Where a storm takes place: a PostgreSQL of its own with demo shops, durable as a shop's, and a folder for logs. Gone afterwards.
struct StormGround: Sendable {
    let folder: TemporaryFolder
    let cluster: Cluster
    private let port: Int
    private let password: String
    let shops: [StormShop]
    let simulatorPort: Int

    /// Where the built programs are: beside this one.
    let programs = URL(filePath: CommandLine.executablePath).deletingLastPathComponent().path(percentEncoded: false)

    /// The gateways of all shops.
    var gateways: [String] { shops.flatMap(\.gateways) }
    var simulator: String { "http://127.0.0.1:\(simulatorPort)" }

    private static let name = "mami-storm"
    private static let settings = ["max_connections=200"]

    /// Makes it, runs something on it, and removes it, whatever becomes of that. What an earlier storm left when it was killed is
    /// removed first.
    /// - Parameters:
    ///   - gateways: of each shop.
    ///   - databaseFolder: the repository's `db`.
    static func with<Result: Sendable>(
        shops: Int = 1, gateways: Int, databaseFolder: String,
        _ work: @escaping @Sendable (StormGround) async throws -> Result
    ) async throws -> Result {
        await removeLeftovers()
        let ground = try StormGround(shops: shops, gateways: gateways)
        do {
            let result = try await Interruption.guarded {
                try await ground.prepare(databaseFolder)
                return try await work(ground)
            }
            await ground.remove()
            return result
        } catch {
            await ground.remove()
            throw error
        }
    }

    private init(shops: Int, gateways: Int) throws {
        folder = try TemporaryFolder(Self.name)
        cluster = Cluster(directory: folder.path + "/pg")
        let port = try LoopbackPort.free()
        let password = Secret.make()
        self.port = port
        self.password = password
        self.shops = try (1...shops).map { number in
            StormShop(
                number: number, gatewayPorts: try (0..<gateways).map { _ in try LoopbackPort.free() },
                cluster: (port, password))
        }
        simulatorPort = try LoopbackPort.free()
        try ProcessFile(folder.path + "/storm.pid").remember(getpid())
    }

    private func prepare(_ databaseFolder: String) async throws {
        try cluster.makeFolder()
        try await cluster.create(password: password)
        try await startDatabase()
        for shop in shops { try await prepare(shop, databaseFolder) }
    }

    private func prepare(_ shop: StormShop, _ databaseFolder: String) async throws {
        try await Cluster.bootstrap(
            "postgresql://postgres:\(password)@127.0.0.1:\(port)/postgres", database: shop.database,
            logins: .init(admin: StormShop.loginPassword, gateway: StormShop.loginPassword), folder: databaseFolder)
        for command in [["up"], ["seed", "demo"]] {
            let migrator = try await ChildProcess.run(
                programs + "migrator", command + ["--db-dir", databaseFolder],
                environment: ["DATABASE_URL": shop.adminURL])
            guard migrator.status == 0 else { throw FleetError("migrator \(command): \(migrator.output)") }
        }
    }

    /// Starts PostgreSQL; returns when it takes connections.
    func startDatabase() async throws {
        try await cluster.start(port: port, settings: Self.settings)
    }

    /// As in a power cut, and back again.
    func restartDatabase() async throws {
        await cluster.stop(.immediate)
        try await startDatabase()
    }

    /// Starts a program whose log is in the folder.
    func start(_ name: String, _ arguments: [String], log: String, _ environment: [String: String?]) throws
        -> ChildProcess
    {
        let process = try ChildProcess.start(
            programs + name, arguments, environment: environment, output: .appended(to: folder.path + "/" + log))
        // For the next storm, which stops what is left if this one is killed itself.
        try ProcessFile("\(folder.path)/\(process.processIdentifier).pid").remember(process.processIdentifier)
        return process
    }

    private func remove() async {
        await cluster.stop(.immediate)
        if ProcessInfo.processInfo.environment["STORM_KEEP"] == nil { folder.remove() }
    }

    /// Stops and removes what storms left whose own process is gone.
    private static func removeLeftovers() async {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
        for name in names where name.hasPrefix(Self.name + ".") {
            let path = "/tmp/" + name
            let owner = ProcessFile(path + "/storm.pid")
            guard FileManager.default.fileExists(atPath: path + "/storm.pid"), owner.process == nil else { continue }
            for file in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where file.hasSuffix(".pid")
            {
                await ProcessFile(path + "/" + file).process?.stop(within: .zero) {}
            }
            await Cluster(directory: path + "/pg").stop(.immediate)
            try? FileManager.default.removeItem(atPath: path)
        }
    }
}
