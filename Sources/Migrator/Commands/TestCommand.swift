import ArgumentParser
import Foundation

/// `migrator test`
struct TestCommand: MigratorCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Runs pgTAP files and isolation specs in scratch databases, in parallel, and says what they covered.",
        discussion: """
            Examples:
              migrator test --server postgresql://postgres@localhost/postgres --isolation
              migrator test db/tests/checkout --verbose

            Every run makes databases of its own (mami_test_…) and takes them away again. The cluster's roles are made as \
            db/bootstrap.sql says, their passwords left alone. isolationtester is found through pg_config, or named by \
            ISOLATIONTESTER.

            Covered statements and branches are counted for functions in PL/pgSQL of the schemas api, store and audit. A \
            function in SQL is one statement, which a profiler of PL/pgSQL cannot see: it is listed apart.
            """
    )

    @Argument(help: "pgTAP files, folders of them, or isolation specs; default: all of the folder tests.")
    var paths: [String] = []

    @Flag(help: "Also all isolation specs, tests/isolation/*.spec, with PostgreSQL's isolationtester.")
    var isolation = false

    @Option(help: "How many files run at the same time; default: one for each processor.")
    var jobs: Int?

    @Option(help: "Superuser's connection string; default: TEST_DATABASE_URL, else the database as for other commands.")
    var server: String?

    @Option(help: "Fail when less than this percentage of the statements of any api function ran.")
    var minCoverage: Double?

    @Option(help: "Folder into which the reports of the specs are written.")
    var keep: String?

    @Flag(help: "Show files that passed and functions that are covered, too.")
    var verbose = false

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    mutating func validate() throws {
        guard jobs ?? 1 >= 1 else { throw ValidationError("--jobs must be at least 1") }
        guard (0...100).contains(minCoverage ?? 0) else { throw ValidationError("--min-coverage is a percentage") }
    }

    func run(_ context: CommandContext) async throws {
        let start = ContinuousClock.now
        let results = try await results(context)
        try conclude(results, context.report, took: ContinuousClock.now - start)
    }

    /// Makes the databases, runs the tests, and takes the databases away, whatever happens.
    private func results(_ context: CommandContext) async throws -> TestResults {
        let items = try items()
        let tester =
            items.contains { if case .isolation = $0 { true } else { false } }
            ? try await IsolationTester(context.environment, keep: keep) : nil
        let url = server ?? context.environment["TEST_DATABASE_URL"] ?? database.connectionString(context.environment)
        let scratch = try await ScratchServer.connect(url, report: context.report)
        return try await Interruption.handled({ await scratch.endSessions(context.report) }) {
            do {
                let template = try await scratch.makeTemplate(
                    directory: files.dbDir,
                    role: database.role,
                    settings: DeliverySettings.ofEnvironment(context.environment.variables),
                    report: context.report
                )
                let runner = TestRunner(
                    server: scratch,
                    template: template,
                    jobs: jobs ?? ProcessInfo.processInfo.activeProcessorCount,
                    report: context.report,
                    isVerbose: verbose,
                    isolationTester: tester
                )
                let results = try await runner.run(items)
                await scratch.close(context.report)
                return results
            } catch {
                await scratch.close(context.report)
                throw error
            }
        }
    }

    /// What is to be run: what was named, or everything.
    private func items() throws -> [TestRunner.Item] {
        var tests = URL(filePath: files.dbDir).appending(path: "tests").path(percentEncoded: false)
        let here = FileManager.default.currentDirectoryPath + "/"
        if tests.hasPrefix(here) { tests.removeFirst(here.count) }
        let isSpec = { (path: String) in path.hasSuffix(".spec") }
        var specs = paths.filter(isSpec).map(IsolationSpec.init)
        if isolation { specs += IsolationSpec.all(in: tests + "/isolation") }
        let names = paths.isEmpty ? [tests] : paths.filter { !isSpec($0) }
        let items =
            try specs.map(TestRunner.Item.isolation) + PgTAPFile.all(in: names).map(TestRunner.Item.pgTAP)
        guard !items.isEmpty else { throw MigratorFailure.usage("\(names.joined(separator: ", ")): no tests here") }
        return items
    }

    /// The last words. Other programs read the last line.
    private func conclude(_ results: TestResults, _ report: Report, took time: Duration) throws {
        let functions = results.profile.functions
        let insufficient = results.insufficient(minCoverage ?? 0)
        let count = results.passed + results.failed
        let seconds = (time / .milliseconds(100)).rounded() / 10
        var lines = ["Files=\(results.outcomes.count), Tests=\(count), \(seconds) s"]
        if !functions.isEmpty {
            // Some tests run some functions; those that they never meant to run are nobody's news.
            let shown: FunctionCoverage.Shown =
                verbose ? .all : paths.isEmpty ? .incomplete : .incompleteOfThoseThatRan
            lines.append(FunctionCoverage.table(functions, unmeasured: results.profile.unmeasured.count, shown))
        }
        lines += insufficient.map {
            "FAILED \($0.function): \($0.statements.text) of its statements ran, \(minCoverage ?? 0) % are demanded"
        }
        lines.append("\(results.passed) passed, \(results.failed) failed")
        report.result(lines.joined(separator: "\n"), results.summary)
        if results.failed > 0 { throw MigratorFailure.testsFailed("\(results.failed) of \(count) tests failed") }
        if !insufficient.isEmpty {
            throw MigratorFailure.testsFailed(
                "too little is covered: \(insufficient.map(\.function).joined(separator: ", "))")
        }
        if minCoverage != nil && functions.isEmpty {
            throw MigratorFailure(.testsFailed, "no function was measured, so nothing can be said of its coverage")
        }
    }
}
