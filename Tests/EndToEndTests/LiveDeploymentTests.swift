import Fleet
import Foundation
import Postgres
import Testing

/// `migrator up` while people shop.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct LiveDeploymentTests {
    /// A shop of its own: what is deployed here concerns no other test.
    private struct Shop {
        let database: (superuser: String, admin: String, gateway: String)
        let url: String
        let folder: URL
        let programs: [ChildProcess]

        static func open() async throws -> Shop {
            let name = "mami_live_" + UUID().uuidString.prefix(8).lowercased()
            let database = try await World.makeDatabase(name)
            // Attempts are numbered in each database: two shops at one provider would be taken for each other.
            let providerPort = try LoopbackPort.free()
            let simulator = try Program.start(
                "payment-simulator", ["--port", "\(providerPort)", "--api-key", World.apiKey])
            let port = try LoopbackPort.free()
            let gateway = try Program.start(
                "gateway",
                environment: World.gatewayEnvironment(database.gateway, "http://127.0.0.1:\(providerPort)", port: port))
            let url = "http://127.0.0.1:\(port)"
            try await World.waitUntilReady(url)
            let folder = FileManager.default.temporaryDirectory.appending(path: name, directoryHint: .isDirectory)
            try FileManager.default.copyItem(
                at: URL(filePath: World.environment["MAMI_DB_DIR"] ?? "db"), to: folder)
            try "whole milk,rolls/buns,yogurt\nbutter,whole milk\nrolls/buns,soda\n".write(
                to: folder.appending(path: "baskets.csv"), atomically: true, encoding: .utf8)
            return Shop(database: database, url: url, folder: folder, programs: [gateway, simulator])
        }

        /// Shops until all orders are made. Ends with 1 if any answer was 5xx, or the books do not add up.
        func shop(orders: Int) async throws -> (status: Int32, output: String) {
            try await ChildProcess.run(
                Program.path("shopper"),
                [
                    "--baskets", folder.appending(path: "baskets.csv").path(percentEncoded: false), "--orders",
                    "\(orders)", "--parallel",
                    "6",
                    "--gateway", url, "--database-url", database.superuser,
                ]
            )
        }

        func up() async throws -> (status: Int32, output: String) {
            try await ChildProcess.run(
                Program.path("migrator"),
                [
                    "up", "--db-dir", folder.path(percentEncoded: false), "--lock-tries", "20", "--database-url",
                    database.admin,
                ]
            )
        }

        /// A line of its own in the body of each function, so that all of them are new.
        func touchFunctions(_ round: Int) throws {
            let functions = folder.appending(path: "functions", directoryHint: .isDirectory)
            for name in try FileManager.default.subpathsOfDirectory(atPath: functions.path(percentEncoded: false))
            where name.hasSuffix(".sql") {
                let file = functions.appending(path: name)
                let text = try String(contentsOf: file, encoding: .utf8)
                try text.replacing("as $$\n", with: "as $$\n-- Round \(round).\n", maxReplacements: 1)
                    .write(to: file, atomically: true, encoding: .utf8)
            }
        }

        func close() {
            for program in programs { program.terminate() }
            try? FileManager.default.removeItem(at: folder)
        }
    }

    @Test func up_allFunctionsReplacedUnderLoad_noRequestFails() async throws {
        let shop = try await Shop.open()
        defer { shop.close() }
        async let shopping = shop.shop(orders: 150)
        for round in 1...3 {
            try shop.touchFunctions(round)
            let up = try await shop.up()
            #expect(up.status == 0, "\(up.output)")
        }
        let (status, output) = try await shopping
        #expect(status == 0, "\(output)")
        #expect(output.contains("5xx         none"), "\(output)")
    }

    /// A row while somebody wants `store.orders` for itself.
    private static let waiting = """
        select from pg_locks where relation = 'store.orders'::regclass and mode = 'AccessExclusiveLock' and not granted
        """

    @Test func up_alterTableBlockedByAnOldTransaction_stepsBackAndNobodyFails() async throws {
        let shop = try await Shop.open()
        defer { shop.close() }
        try "alter table store.orders add column note text;".write(
            to: shop.folder.appending(path: "migrations/9000_note.sql"), atomically: true, encoding: .utf8)
        let old = try await Connection.connect(
            ConnectionParameters(shop.database.superuser, applicationName: "a report that takes its time"))
        try await old.execute(script: "begin; select count(*) from store.orders")

        async let shopping = shop.shop(orders: 60)
        async let upgrading = shop.up()
        // It waits, gives up after two seconds, and waits again: only then is the way free.
        let watch = try await Connection.connect(
            ConnectionParameters(shop.database.superuser, applicationName: "watch"))
        for isWaiting in [true, false, true] {
            while try await watch.query(Self.waiting).isEmpty == isWaiting {
                try await Task.sleep(for: .milliseconds(20))
            }
        }
        await watch.close()
        try await old.execute(script: "commit")
        await old.close()
        let (up, shopped) = (try await upgrading, try await shopping)
        #expect(up.status == 0, "\(up.output)")
        #expect(up.output.contains("trying again in"), "\(up.output)")
        #expect(up.output.contains("idle in transaction"), "\(up.output)")
        #expect(shopped.status == 0, "\(shopped.output)")
        #expect(shopped.output.contains("5xx         none"), "\(shopped.output)")
    }
}
