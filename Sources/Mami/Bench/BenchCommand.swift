import ArgumentParser
import Fleet
import Foundation

/// Calls a second of the functions that read, before and after a change, in one run: two databases with the same shop, asked in turn.
struct BenchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract:
            "Compares reads of a git revision's database with the working tree's, by pgbench, and by wrk over HTTP.",
        discussion: """
            Needs TEST_DATABASE_URL, a server that may be littered; `make bench BASE=main` has one of its own. Each figure \
            is the median of the rounds; the two databases are asked in turn, so that a machine that gets slower does so \
            for both. With --base-gateway and --gateway, two built gateways, reads are asked over HTTP as well.
            """
    )

    @Option(help: "The repository.")
    var root = "."

    @Option(help: "The revision to compare with.")
    var base: String

    @Option(help: "Seconds of each run.")
    var seconds = 2

    @Option(help: "Runs of each call and database.")
    var rounds = 3

    @Option(help: "The gateway of the base, built.")
    var baseGateway: String?

    @Option(help: "The gateway of the working tree, built.")
    var gateway: String?

    @Option(help: "Only calls whose name begins so.")
    var only = ""

    func run() async throws {
        guard let server = ProcessInfo.processInfo.environment["TEST_DATABASE_URL"] else {
            throw ValidationError("TEST_DATABASE_URL is needed")
        }
        try await Interruption.guarded {
            let folder = try TemporaryFolder("mami-bench")
            defer { folder.remove() }
            let before = BenchShop(server: server, name: "bench_before", folder: folder.path + "/db")
            let after = BenchShop(server: server, name: "bench_after", folder: root + "/db")
            try await before.extract(base, of: root)
            for shop in [before, after] { try await shop.make() }
            Terminal.show("| call | before/s | after/s | after : before |\n|---|--:|--:|--:|")
            let calls = try await BenchCalls(shop: after)
            for call in calls.functions where call.name.hasPrefix(only) {
                try await compare(call.name) { isAfter in
                    try await (isAfter ? after : before).callsPerSecond(
                        call.sql, seconds: seconds, scratch: folder.path)
                }
            }
            guard let baseGateway, let gateway else { return }
            let old = try await before.start(gateway: baseGateway)
            let new = try await after.start(gateway: gateway)
            for request in calls.requests where request.path.hasPrefix(only) || only.isEmpty {
                try await compare("GET " + request.path) { isAfter in
                    try await (isAfter ? new : old).requestsPerSecond(request, seconds: seconds)
                }
            }
            await old.process.end()
            await new.process.end()
        }
    }

    private func compare(_ name: String, _ measure: (_ isAfter: Bool) async throws -> Double) async throws {
        var (before, after): ([Double], [Double]) = ([], [])
        for _ in 0..<rounds {
            before.append(try await measure(false))
            after.append(try await measure(true))
        }
        let (one, other) = (Self.median(before), Self.median(after))
        let ratio = String(format: "%.2f", other / one)
        Terminal.show("| `\(name)` | \(Int(one)) | \(Int(other)) | \(ratio) |")
    }

    private static func median(_ values: [Double]) -> Double {
        values.sorted()[values.count / 2]
    }
}
