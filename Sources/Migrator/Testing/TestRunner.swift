import Postgres
import Synchronization

/// Spreads tests over workers, each with a session in a copy of the template of its own.
struct TestRunner: Sendable {
    /// One file.
    enum Item: Sendable {
        case pgTAP(PgTAPFile)
        case isolation(IsolationSpec)

        /// How long it may take, in a unit of its own: a spec opens a database and many transactions.
        fileprivate var weight: Int {
            switch self {
            case .pgTAP(let file): file.statements.count
            case .isolation: Int.max
            }
        }
    }

    let server: ScratchServer
    let template: String
    let jobs: Int
    let report: Report
    /// Whether files that passed are told as well.
    let isVerbose: Bool
    /// Needed for isolation specs alone.
    let isolationTester: IsolationTester?

    /// Runs everything, the longest first.
    /// - Throws: `MigratorFailure`, when the tests could not be run; a test that failed is in the results.
    func run(_ items: [Item]) async throws -> TestResults {
        let queue = Queue(items.sorted { $0.weight > $1.weight })
        return try await withThrowingTaskGroup(of: TestResults.self) { group in
            for number in 1...max(1, min(jobs, items.count)) {
                group.addTask { try await work(queue, number) }
            }
            var results = TestResults()
            for try await part in group { results.merge(part) }
            return results
        }
    }

    /// One worker, until nothing is left.
    private func work(_ queue: Queue, _ number: Int) async throws -> TestResults {
        var results = TestResults()
        var session: Connection?
        while let item = queue.next() {
            try Task.checkCancellation()
            let outcome: TestOutcome
            switch item {
            case .pgTAP(let file):
                let connection: Connection
                if let session { connection = session } else { connection = try await open(number) }
                session = connection
                outcome = try await file.run(in: connection)
                // What a rollback does not give back.
                _ = try await connection.query("select pg_advisory_unlock_all()")
            case .isolation(let spec):
                guard let isolationTester else { throw MigratorFailure.usage("\(spec.path): needs --isolation") }
                let database = try await server.copy(template, to: spec.name)
                outcome = try await spec.run(in: database, of: server, with: isolationTester)
                try await server.drop(database)
            }
            tell(outcome)
            results.outcomes.append(outcome)
        }
        if let session {
            results.profile = try await CoverageProfile.read(from: session)
            await session.close()
        }
        return results
    }

    private func open(_ number: Int) async throws -> Connection {
        let connection = try await server.connect(
            to: server.copy(template, to: "\(number)"), report: Report(command: "test", isJSON: true))
        try await CoverageProfile.start(in: connection)
        return connection
    }

    private func tell(_ outcome: TestOutcome) {
        if !outcome.failures.isEmpty {
            report.step(outcome.text)
        } else if isVerbose {
            report.step("\(outcome.path)  \(outcome.passed) passed  (\(outcome.milliseconds) ms)")
        }
    }

    /// The work that nobody has taken.
    private final class Queue: Sendable {
        private let items: Mutex<ArraySlice<Item>>
        init(_ items: [Item]) { self.items = Mutex(items[...]) }
        func next() -> Item? { items.withLock { $0.popFirst() } }
    }
}
