import ArgumentParser
import AsyncHTTPClient
import Fleet
import Foundation
import ShopClient

/// The program: customers who shop real baskets through HTTP, and what came of it.
@main
struct ShopperProgram: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "shopper",
        abstract: "Shops baskets of a CSV file through the gateway, with many shoppers at once, and checks the books.",
        discussion: """
            Reads GATEWAY_URL and DATABASE_URL from the environment, or from .local/run.env of a running `make run`.
            Exit code 1 if an answer was 5xx, a confirmed order could not be found, or an invariant is violated.

            Example:
              shopper --baskets groceries.csv --orders 2000 --parallel 16
            """
    )

    @Option(help: "CSV file: a basket a line, item names separated by commas.")
    var baskets: String

    @Option(help: "How many baskets to shop.")
    var orders = 200

    @Option(help: "How many shoppers at once.")
    var parallel = 8

    @Option(help: "Seed of everything that is random: the same seed shops the same baskets in the same way.")
    var seed: UInt64 = 1

    @Option(help: "The provider's token that everybody pays with.")
    var paymentMethod = "pm_card_visa"

    @Option(help: "Base URL of the gateway; default: GATEWAY_URL.")
    var gateway: String?

    @Option(help: "Where the invariants are checked; default: DATABASE_URL.")
    var databaseURL: String?

    func validate() throws {
        guard (1...10_000_000).contains(orders) else { throw ValidationError("--orders must be positive") }
        guard (1...1000).contains(parallel) else { throw ValidationError("--parallel must be from 1 to 1000") }
    }

    func run() async throws {
        let environment = EnvironmentFile.ofRunningShop()
        guard let url = gateway ?? environment["GATEWAY_URL"] else {
            throw ValidationError("--gateway or GATEWAY_URL is needed")
        }
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        let report = Report()
        do {
            try await shop(url: url, client: client, report: report)
        } catch {
            try? await client.shutdown()
            throw error
        }
        try await client.shutdown()
        Terminal.show(report.summary)
        let books = try await Books.check(databaseURL ?? environment["DATABASE_URL"])
        Terminal.show(books.summary)
        guard report.isClean, books.isClean else { throw ExitCode(1) }
    }

    private func shop(url: String, client: HTTPClient, report: Report) async throws {
        let catalog = try await Catalog.load(ShopClient(baseURL: url, client: client) { report.count($0) })
        let file = try BasketFile(path: baskets)
        let (wanted, unknown) = catalog.resolve(file)
        guard !wanted.isEmpty else { throw ValidationError("no item of \(baskets) is sold here") }
        Terminal.show(
            "\(file.baskets.count) baskets, \(catalog.products.count) products; "
                + (unknown.isEmpty
                    ? "all items are known" : "not sold here: \(unknown.sorted().joined(separator: ", "))")
        )
        let queue = BasketQueue(baskets: wanted, count: orders, seed: seed)
        report.start(goal: orders)
        let progress = Task { await report.showProgress() }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<parallel {
                group.addTask {
                    let api = ShopClient(baseURL: url, client: client) { report.count($0) }
                    let shopper = try await Shopper.register(
                        number: number,
                        seed: seed,
                        paymentMethod: paymentMethod,
                        places: catalog.places,
                        api: api,
                        report: report
                    )
                    while let (index, basket) = queue.next() {
                        try await shopper.shop(basket, index: index)
                    }
                }
            }
            try await group.waitForAll()
        }
        report.finish()
        progress.cancel()
        await progress.value
    }
}
