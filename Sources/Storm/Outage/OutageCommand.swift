import ArgumentParser
import AsyncHTTPClient
import Fleet
import Foundation
import Postgres
import ShopClient

/// Takes PostgreSQL away under shoppers for a while, and looks at every answer before, meanwhile and after.
struct OutageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outage",
        abstract: "Takes PostgreSQL away under load: only 503 with Retry-After, and back to normal by itself.",
        discussion: """
            Called by `make outage`. It needs the other programs beside it, and PostgreSQL's.
            Exit code 1 if a check found anything.
            `--seconds 0` takes nothing away: how much the figures differ by themselves on this machine.
            """
    )

    @Option(help: "How long PostgreSQL is away; 0 for a control.")
    var seconds = 30

    @Option(help: "Seconds of good weather before, and again after it.")
    var calm = 30

    @Option(help: "Shoppers at once.")
    var shoppers = 16

    @Option(help: "Seed of what is bought.")
    var seed: UInt64 = 1

    @Option(help: "CSV file of baskets; default: baskets made from the catalog.")
    var baskets: String?

    @Option(help: "The folder db of the repository.")
    var dbDir = "db"

    /// What must be over by then: the return to normal.
    private static let recovery = Duration.seconds(10)
    /// The first seconds of a program are not its normal ones.
    private static let warmUp = Duration.seconds(10)

    func validate() throws {
        guard (0...600).contains(seconds), (15...600).contains(calm), (1...500).contains(shoppers) else {
            throw ValidationError("--seconds, --calm or --shoppers is out of range")
        }
    }

    func run() async throws {
        // A connection for everybody: a wait in the client's own queue is none of the gateway's.
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = shoppers + 8
        let isClean = try await StormGround.with(gateways: 1, databaseFolder: dbDir) { [configuration] ground in
            let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
            let programs = StormPrograms(ground: ground, client: client)
            let result = await Result { try await outage(programs, ground, client) }
            await programs.stop()
            try await client.shutdown()
            return try result.get()
        }
        guard isClean else { throw ExitCode(1) }
    }

    private func outage(_ programs: StormPrograms, _ ground: StormGround, _ client: HTTPClient) async throws -> Bool {
        try await programs.start()
        let log = OutageLog()
        let memory = StormLog()
        let people = try await people(ground, client, log, memory)
        let start = ContinuousClock.now + Self.warmUp
        let gone = start + .seconds(calm)
        let end = gone + .seconds(seconds + calm) + Self.recovery + .seconds(5)
        Terminal.show("\(shoppers) shoppers, PostgreSQL away for \(seconds) s")
        let shopping = Task {
            await withTaskGroup(of: Void.self) { group in
                for person in people {
                    group.addTask {
                        var person = person
                        await person.shop(until: end, atTheLatest: end + .seconds(120))
                    }
                }
            }
        }
        let readiness = Task { await Readiness.watch(ground.gateways[0], client, until: end) }

        try await Task.sleep(until: gone, clock: .continuous)
        let stopped = ContinuousClock.now
        if seconds > 0 { await ground.cluster.stop(.fast) }
        let away = ContinuousClock.now
        try await Task.sleep(until: away + .seconds(seconds), clock: .continuous)
        let starting = ContinuousClock.now
        if seconds > 0 { try await ground.startDatabase() }
        let back = ContinuousClock.now
        await shopping.value

        let times = OutageReport.Times(
            before: start, stopped: stopped, away: away, starting: starting, back: back, normal: back + Self.recovery,
            end: end
        )
        let report = OutageReport(log: log, readiness: await readiness.value, times: times)
        Terminal.show(report.text)
        var checks = seconds > 0 ? report.checks : []
        checks += try await books(ground, client, memory)
        for check in checks { Terminal.show(check.line) }
        return checks.allSatisfy(\.findings.isEmpty)
    }

    /// The same as after a storm, once nothing is open any more.
    private func books(_ ground: StormGround, _ client: HTTPClient, _ memory: StormLog) async throws
        -> [StormBooks.Check]
    {
        let connection = try await Connection.connect(
            ConnectionParameters(ground.shops[0].superuserURL, applicationName: "outage"))
        for _ in 0..<240 {
            let open = try await connection.query("select count(*) as open from api.danger_zone")
            if try open.first?.integer("open") == 0 { break }
            try await Task.sleep(for: .milliseconds(250))
        }
        let account = try await StormProvider(url: ground.simulator, client: client).account()
        let checks = try await StormBooks(connection: connection, account: account).checks(memory.current)
        await connection.close()
        return checks
    }

    private func people(_ ground: StormGround, _ client: HTTPClient, _ log: OutageLog, _ memory: StormLog)
        async throws -> [OutageShopper]
    {
        let api = ShopClient(baseURL: ground.gateways[0], client: client)
        let catalog = try await Catalog.load(api)
        var generator = SeededGenerator(seed: seed)
        let wanted = try catalog.baskets(file: baskets, using: &generator)
        let runID = "\(seed)-\(UUID().uuidString.prefix(6).lowercased())"
        var people: [OutageShopper] = []
        for number in 0..<shoppers {
            var person = OutageShopper(
                number: number,
                runID: runID,
                url: ground.gateways[0],
                client: client,
                catalog: catalog,
                baskets: wanted,
                log: log,
                books: memory,
                generator: SeededGenerator(seed: seed &+ UInt64(number))
            )
            try await person.prepare()
            people.append(person)
        }
        return people
    }
}
