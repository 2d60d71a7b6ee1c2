import ArgumentParser
import AsyncHTTPClient
import Foundation
import Postgres

/// Takes PostgreSQL away under shoppers for a while, and looks at every answer before, meanwhile and after.
struct OutageCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outage",
        abstract: "Takes PostgreSQL away under load: only 503 with Retry-After, and back to normal by itself.",
        discussion: """
            Called by `make outage`, which makes the database and says where things are, as for a storm.
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

    @Option(help: "CSV file of baskets; default: baskets made from the catalogue.")
    var baskets: String?

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
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        let layout = try Fleet.Layout(environment: ProcessInfo.processInfo.environment, gateways: 1)
        let fleet = Fleet(layout: layout, client: client)
        do {
            let isClean = try await outage(fleet, layout, client)
            await fleet.stop()
            try await client.shutdown()
            guard isClean else { throw ExitCode(1) }
        } catch {
            await fleet.stop()
            try? await client.shutdown()
            throw error
        }
    }

    private func outage(_ fleet: Fleet, _ layout: Fleet.Layout, _ client: HTTPClient) async throws -> Bool {
        try await fleet.start()
        let log = OutageLog()
        let memory = StormLog()
        let people = try await people(layout, client, log, memory)
        let start = ContinuousClock.now + Self.warmUp
        let gone = start + .seconds(calm)
        let end = gone + .seconds(seconds + calm) + Self.recovery + .seconds(5)
        Report.show("\(shoppers) shoppers, PostgreSQL away for \(seconds) s")
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
        let readiness = Task { await Readiness.watch(layout.gateways[0], client, until: end) }

        try await Task.sleep(until: gone, clock: .continuous)
        let stopped = ContinuousClock.now
        if seconds > 0 { try await fleet.database("stop") }
        let away = ContinuousClock.now
        try await Task.sleep(until: away + .seconds(seconds), clock: .continuous)
        let starting = ContinuousClock.now
        if seconds > 0 { try await fleet.database("start") }
        let back = ContinuousClock.now
        await shopping.value

        let times = OutageReport.Times(
            before: start, stopped: stopped, away: away, starting: starting, back: back, normal: back + Self.recovery,
            end: end
        )
        let report = OutageReport(log: log, readiness: await readiness.value, times: times)
        Report.show(report.text)
        var checks = seconds > 0 ? report.checks : []
        checks += try await books(layout, client, memory)
        for check in checks { Report.show(check.line) }
        return checks.allSatisfy(\.findings.isEmpty)
    }

    /// The same as after a storm, once nothing is open any more.
    private func books(_ layout: Fleet.Layout, _ client: HTTPClient, _ memory: StormLog) async throws
        -> [StormBooks.Check]
    {
        let connection = try await Connection.connect(
            ConnectionParameters(layout.superuserURL, applicationName: "outage"))
        for _ in 0..<240 {
            let open = try await connection.query("select count(*) as open from api.danger_zone")
            if try open.first?.integer("open") == 0 { break }
            try await Task.sleep(for: .milliseconds(250))
        }
        let books = StormBooks(connection: connection, simulator: layout.simulator, client: client)
        let checks = try await books.checks(memory.current)
        await connection.close()
        return checks
    }

    private func people(_ layout: Fleet.Layout, _ client: HTTPClient, _ log: OutageLog, _ memory: StormLog)
        async throws -> [OutageShopper]
    {
        let api = APIClient(baseURL: layout.gateways[0], client: client, report: Report())
        let catalogue = try await Catalogue.load(api)
        var generator = SeededGenerator(seed: seed)
        let wanted = try catalogue.baskets(file: baskets, using: &generator)
        let runID = "\(seed)-\(UUID().uuidString.prefix(6).lowercased())"
        var people: [OutageShopper] = []
        for number in 0..<shoppers {
            var person = OutageShopper(
                number: number,
                runID: runID,
                url: layout.gateways[0],
                client: client,
                catalogue: catalogue,
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
