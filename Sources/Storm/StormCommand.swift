import ArgumentParser
import AsyncHTTPClient
import Fleet
import Foundation
import Postgres
import ShopClient

/// Runs the whole system while everything in it is killed, cut and lied to, then checks that nothing was lost.
struct StormCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "storm",
        abstract: "Kills gateways, simulator and PostgreSQL under shoppers, then checks every charge and every order.",
        discussion: """
            Called by `make storm SECONDS=600 SEED=7`. It needs the other programs beside it, and PostgreSQL's.
            STORM_KEEP=1 leaves the folder with the logs. Exit code 1 if a check found anything.
            """
    )

    @Option(help: "How long everything breaks.")
    var seconds = 60

    @Option(help: "Seed of the plan: the same seed breaks the same things at the same seconds.")
    var seed: UInt64 = 1

    @Option(help: "Shoppers at once.")
    var shoppers = 12

    @Option(help: "Gateways at once.")
    var gateways = 2

    @Option(help: "Seconds of calm within which everything must have ended.")
    var calm = 300

    @Option(help: "CSV file of baskets; default: baskets made from the catalog.")
    var baskets: String?

    @Option(help: "The folder db of the repository.")
    var dbDir = "db"

    func validate() throws {
        guard (1...36_000).contains(seconds), (1...500).contains(shoppers), (1...8).contains(gateways) else {
            throw ValidationError("--seconds, --shoppers or --gateways is out of range")
        }
    }

    func run() async throws {
        let isClean = try await StormGround.with(gateways: gateways, databaseFolder: dbDir) { ground in
            let client = HTTPClient(eventLoopGroupProvider: .singleton)
            let programs = StormPrograms(ground: ground, client: client)
            let result = await Result { try await storm(programs, ground, client, StormLog()) }
            await programs.stop()
            try await client.shutdown()
            return try result.get()
        }
        guard isClean else { throw ExitCode(1) }
    }

    private func storm(_ programs: StormPrograms, _ ground: StormGround, _ client: HTTPClient, _ log: StormLog)
        async throws
        -> Bool
    {
        try await programs.start()
        let plan = StormPlan(seconds: seconds, gateways: gateways, seed: seed)
        var actors = try await actors(ground, client, log)
        for index in actors.indices { try await actors[index].prepare() }
        Terminal.show("\(actors.count) people, \(plan.events.count) events in \(seconds) s, seed \(seed)")

        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let deadline = end + .seconds(calm)
        let people = Task { [actors] in
            await withTaskGroup(of: Void.self) { group in
                for actor in actors {
                    group.addTask {
                        var actor = actor
                        await actor.act(until: end, atTheLatest: deadline)
                    }
                }
            }
        }
        for (second, event) in plan.events {
            try await Task.sleep(until: start + .seconds(second), clock: .continuous)
            do {
                try await programs.carryOut(event)
                log.countEvent(event.name)
            } catch {
                // E.g. a connection to be cut while the database is away.
                log.countEvent("(not possible at that moment)")
            }
        }
        try await Task.sleep(until: end, clock: .continuous)
        try await programs.calm()
        Terminal.show("calm after \(log.current.confirmed.count) orders; waiting for the open ends")
        await people.value
        let quiet = try await waitUntilQuiet(ground, until: deadline) - end

        let connection = try await Connection.connect(
            ConnectionParameters(ground.superuserURL, applicationName: "storm"))
        let books = StormBooks(connection: connection, simulator: ground.simulator, client: client)
        let checks = try await books.checks(log.current)
        await connection.close()
        Terminal.show(StormReport.text(log.current, checks, quiet: quiet))
        return checks.allSatisfy(\.findings.isEmpty)
    }

    private func actors(_ ground: StormGround, _ client: HTTPClient, _ log: StormLog) async throws -> [any StormActor] {
        let api = ShopClient(baseURL: ground.gateways[0], client: client)
        let catalog = try await Catalog.load(api)
        var generator = SeededGenerator(seed: seed)
        let wanted = try catalog.baskets(file: baskets, using: &generator)
        let stormClient = StormClient(gateways: ground.gateways, client: client, log: log)
        let runID = "\(seed)-\(UUID().uuidString.prefix(6).lowercased())"
        let people = (0..<shoppers).map { number in
            StormShopper(
                number: number,
                runID: runID,
                catalog: catalog,
                baskets: wanted,
                log: log,
                client: stormClient,
                generator: SeededGenerator(seed: seed &+ UInt64(number))
            )
        }
        let manager = StormManager(log: log, client: stormClient, generator: SeededGenerator(seed: seed &+ 100_000))
        return people + [manager]
    }

    /// When nothing was open any more; the deadline if something still is.
    private func waitUntilQuiet(
        _ ground: StormGround,
        until deadline: ContinuousClock.Instant
    ) async throws -> ContinuousClock.Instant {
        let connection = try await Connection.connect(
            ConnectionParameters(ground.superuserURL, applicationName: "storm"))
        var open: Int64 = -1
        while open != 0, ContinuousClock.now < deadline {
            open =
                try await connection.query(
                    """
                    select (select count(*) from api.danger_zone)
                        + (select count(*) from store.checkout_attempts where state = 'LOCKED') as open
                    """
                ).first?.integer("open") ?? -1
            if open != 0 { try await Task.sleep(for: .milliseconds(250)) }
        }
        await connection.close()
        return .now
    }
}
