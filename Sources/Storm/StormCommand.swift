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

    @Option(help: "Shoppers at once, of each shop.")
    var shoppers = 8

    @Option(help: "Gateways at once, of each shop.")
    var gateways = 2

    /// On one account of the provider's, each to keep its hands off the other's money.
    private static let shops = 2

    @Option(help: "Seconds of calm within which everything must have ended.")
    var calm = 300

    @Option(help: "CSV file of baskets; default: baskets made from the catalog.")
    var baskets: String?

    @Option(help: "The folder db of the repository.")
    var dbDir = "db"

    func validate() throws {
        guard (1...36_000).contains(seconds), (1...500).contains(shoppers), (1...3).contains(gateways) else {
            throw ValidationError("--seconds, --shoppers or --gateways is out of range")
        }
    }

    func run() async throws {
        let isClean = try await StormGround.with(shops: Self.shops, gateways: gateways, databaseFolder: dbDir) {
            ground in
            // A card's owner is sent back to a page that nobody has here.
            let client = HTTPClient(
                eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))
            let programs = StormPrograms(ground: ground, client: client)
            let result = await Result { try await storm(programs, ground, client) }
            await programs.stop()
            try await client.shutdown()
            return try result.get()
        }
        guard isClean else { throw ExitCode(1) }
    }

    private func storm(_ programs: StormPrograms, _ ground: StormGround, _ client: HTTPClient) async throws -> Bool {
        try await programs.start()
        let provider = StormProvider(url: ground.simulator, client: client)
        let weather = StormLog()
        let logs = ground.shops.map { _ in StormLog() }
        let plan = StormPlan(seconds: seconds, gateways: ground.gateways.count, seed: seed)
        var managers: [StormManager] = []
        var people: [any StormActor] = []
        for (shop, log) in zip(ground.shops, logs) {
            try await programs.openForTheStorm(shop)
            let client = StormClient(gateways: shop.gateways, client: client, log: log)
            var shoppers = try await shoppers(shop, client, provider)
            for index in shoppers.indices { try await shoppers[index].prepare() }
            var manager = StormManager(
                log: log, client: client, generator: SeededGenerator(seed: seed &+ 100_000 &* UInt64(shop.number)))
            try await manager.prepare()
            managers.append(manager)
            people += shoppers as [any StormActor] + [manager]
        }
        Terminal.show("\(people.count) people, \(plan.events.count) events in \(seconds) s, seed \(seed)")

        let start = ContinuousClock.now
        let end = start + .seconds(seconds)
        let deadline = end + .seconds(calm)
        let shopping = Task { [people] in
            await withTaskGroup(of: Void.self) { group in
                for person in people {
                    group.addTask {
                        var person = person
                        await person.act(until: end, atTheLatest: deadline)
                    }
                }
            }
        }
        for (second, event) in plan.events {
            try await Task.sleep(until: start + .seconds(second), clock: .continuous)
            do {
                try await programs.carryOut(event)
                weather.countEvent(event.name)
            } catch {
                // E.g. a connection to be cut while the database is away.
                weather.countEvent("(not possible at that moment)")
            }
        }
        try await Task.sleep(until: end, clock: .continuous)
        try await programs.calm()
        let calms = zip(ground.shops, managers).map { StormCalm(shop: $0, manager: $1, deadline: deadline) }
        // Who shops waits for what waits for a human; and the last basket may be confirmed when it was quiet for a moment.
        _ = try await waitUntilQuiet(calms, provider, until: deadline)
        await shopping.value
        let quiet = try await waitUntilQuiet(calms, provider, until: deadline) - end

        var reports: [StormReport.Shop] = []
        var differences: [[String]] = []
        for calm in calms { differences.append(try await onItsBooks(calm.shop) { try await calm.compare($0) }) }
        let account = try await provider.account()
        for (index, shop) in ground.shops.enumerated() {
            let report = try await onItsBooks(shop) { [log = logs[index], found = differences[index]] connection in
                let books = StormBooks(connection: connection, account: account)
                let compared = StormBooks.Check(name: "differences from the provider's list", findings: found)
                return StormReport.Shop(
                    name: shop.name, checks: try await books.checks(log.current) + [compared],
                    lasting: try await books.lasting())
            }
            reports.append(report)
        }
        Terminal.show(StormReport.text(logs.reduce(weather.current) { $0 + $1.current }, reports, quiet: quiet))
        return reports.allSatisfy { $0.checks.allSatisfy(\.findings.isEmpty) }
    }

    private func shoppers(_ shop: StormShop, _ client: StormClient, _ provider: StormProvider) async throws
        -> [StormShopper]
    {
        let catalog = try await Catalog.load(ShopClient(baseURL: shop.gateways[0], client: client.client))
        var generator = SeededGenerator(seed: seed &+ UInt64(shop.number))
        let wanted = try catalog.baskets(file: baskets, using: &generator)
        let runID = "\(seed)-\(UUID().uuidString.prefix(6).lowercased())"
        return (0..<shoppers).map { place in
            // Each shop's have other cards.
            let number = (shop.number - 1) * shoppers + place
            return StormShopper(
                number: number, runID: runID, catalog: catalog, baskets: wanted, log: client.log, provider: provider,
                client: client, generator: SeededGenerator(seed: seed &+ 1000 &+ UInt64(number)))
        }
    }

    /// When nothing was open any more, and nothing was to come; the deadline if something still is.
    private func waitUntilQuiet(
        _ calms: [StormCalm], _ provider: StormProvider, until deadline: ContinuousClock.Instant
    ) async throws -> ContinuousClock.Instant {
        // A refund of some cards fails a second after it was made.
        let still = Duration.seconds(3)
        var since: ContinuousClock.Instant?
        while ContinuousClock.now < deadline {
            var open = Int64(try await provider.owed())
            for calm in calms {
                open += try await onItsBooks(calm.shop) { connection in
                    try await calm.tidy(connection)
                    return try await calm.open(connection)
                }
            }
            if open > 0 {
                since = nil
            } else if let since, ContinuousClock.now - since >= still {
                return since
            } else if since == nil {
                since = .now
            }
            try await Task.sleep(for: .milliseconds(500))
        }
        return .now
    }

    private func onItsBooks<Value: Sendable>(
        _ shop: StormShop, _ work: @Sendable (Connection) async throws -> Value
    ) async throws -> Value {
        let connection = try await Connection.connect(
            ConnectionParameters(shop.superuserURL, applicationName: "storm"))
        let result = await Result { try await work(connection) }
        await connection.close()
        return try result.get()
    }
}
