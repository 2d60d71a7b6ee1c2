import Fleet
import Foundation
import Postgres
import Testing

@testable import Gateway

/// What operators rely on.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct OperationTests {
    @Test(arguments: ["delete from audit.entries", "update audit.entries set source = ''", "truncate audit.entries"])
    func auditLog_isNotChangedByADBA(_ sql: String) async throws {
        let world = try await World.shared
        let dba = try await Connection.connect(ConnectionParameters(world.adminURL, applicationName: "psql"))
        let error = await #expect(throws: PostgresError.self) { try await dba.query(sql) }
        #expect(error?.sqlState?.rawValue == "42501")
    }

    @Test func changeByHand_isAuditedWithTheDatabaseUser() async throws {
        let world = try await World.shared
        let shelf = try await Shelf.make(units: 5)
        let dba = try await Connection.connect(ConnectionParameters(world.adminURL, applicationName: "psql"))
        _ = try await dba.query(
            "update store.inventory set reorder_point = 4 where branch_id = $1 and product_id = $2",
            [.integer(shelf.branchID), .integer(shelf.productID)]
        )
        let row = try await world.sql(
            """
            select e.db_user, e.old_value ->> 'reorder_point' as before, e.new_value ->> 'reorder_point' as after, e.source
            from audit.entries as e
            join store.inventory as i on i.inventory_id = e.entity_id
            where e.entity_type = 'inventory' and e.action = 'UPDATE' and i.product_id = $1
            """,
            [.integer(shelf.productID)]
        )[0]
        #expect(try row.text("db_user") == "mami_admin")
        #expect(try row.text("before") == "0")
        #expect(try row.text("after") == "4")
        #expect(try row.text("source") == nil)
    }

    @Test func simulator_toldToStopWhileACallHangs_ends() async throws {
        let port = try LoopbackPort.free()
        let simulator = try Program.start("payment-simulator", ["--port", "\(port)", "--api-key", World.apiKey])
        let client = Client(baseURL: "http://127.0.0.1:\(port)")
        let headers = [
            "Authorization": "Bearer \(World.apiKey)", "Content-Type": "application/x-www-form-urlencoded",
        ]
        for _ in 0..<100 {
            if (try? await client.send("GET", "/_control", headers: headers))?.status == 200 { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        let hanging = Task {
            try await client.send(
                "POST", "/v1/payment_intents", "amount=100&currency=ils&payment_method=pm_sim_hang&confirm=true",
                headers: headers)
        }
        try await Task.sleep(for: .milliseconds(500))
        simulator.terminate()
        try await Program.waitForEnd(simulator, seconds: 5)
        #expect(!simulator.isRunning)
        hanging.cancel()
    }

    @Test func stop_requestInFlight_finishes_andReadyIsRedFirst() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway(["SHUTDOWN_DRAIN_MS": "700"])
        let shelf = try await Shelf.make(units: 5)
        let person = try await Person.register(at: url, card: "pm_sim_delay_1500")
        try await person.add(shelf.productID)
        async let order = person.confirm(branch: shelf.branchID)
        try await shelf.waitUntilReserved(1)
        process.terminate()
        try await Task.sleep(for: .milliseconds(200))
        let ready = try await Client(baseURL: url).send("GET", "/ready")
        #expect(ready.status == 503)
        #expect(ready.headers["retry-after"] != nil)
        #expect(try await order.status == 201)
        try await Program.waitForEnd(process, seconds: 20)
        #expect(!process.isRunning)
        #expect(process.terminationStatus == 0)
    }

    @Test func killedBetweenLockAndCommit_losesNothing() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway([:])
        let shelf = try await Shelf.make(units: 5)
        let person = try await Person.register(at: url, card: "pm_sim_delay_5000")
        try await person.add(shelf.productID, 2)
        async let order = person.confirm(branch: shelf.branchID, key: "killed")
        try await shelf.waitUntilReserved(2)
        kill(process.processIdentifier, SIGKILL)
        _ = try? await order
        let survivor = Client(baseURL: world.gateway, token: person.client.token)
        #expect(try await shelf.stock() == [5, 2], "the lock outlives the gateway")
        let body = #"{"fulfillment_type":"PICKUP","branch_id":\#(shelf.branchID)}"#
        #expect(
            try await survivor.api("POST", "/checkout/confirm", body, key: "killed").code == "IDEMPOTENCY_IN_PROGRESS")
        #expect(try await survivor.api("POST", "/checkout/confirm", body, key: "new").code == "CHECKOUT_IN_PROGRESS")
        #expect(try await world.violations().isEmpty)
    }

    @Test func cutConnections_areReplaced() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway([
            "GATEWAY_DATABASE_URL": world.gatewayDatabaseURL + "?application_name=cut-me"
        ])
        defer { process.terminate() }
        let client = Client(baseURL: url)
        _ = try await world.sql(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name = 'cut-me'")
        for _ in 0..<20 { #expect(try await client.api("GET", "/categories").status == 200) }
    }

    @Test func catalog_etag_changesWithTheStock() async throws {
        let shelf = try await Shelf.make(units: 5)
        let client = Client(baseURL: try await World.shared.gateway)
        let path = "/api/v1/products/\(shelf.productID)"
        let first = try await client.send("GET", path)
        let tag = try #require(first.headers["etag"])
        let second = try await client.send("GET", path, headers: ["If-None-Match": tag])
        #expect(second.status == 304)
        #expect(second.body.isEmpty)
        let person = try await Person.register()
        try await person.add(shelf.productID)
        #expect(try await person.confirm(branch: shelf.branchID).status == 201)
        let third = try await client.send("GET", path, headers: ["If-None-Match": tag])
        #expect(third.status == 200)
        #expect(third.data["available_quantity"] as? Int == 4)
    }

    @Test func secondSpellings_andHeaders_areThere() async throws {
        let client = Client(baseURL: try await World.shared.gateway)
        #expect(try await client.api("GET", "/catalog/products/search?limit=1&branchId=1").status == 200)
        let health = try await client.send("GET", "/api/v1/health", headers: ["X-Request-Id": "abc-1"])
        #expect(health.headers["x-request-id"] == "abc-1")
        #expect(health.headers["x-content-type-options"] == "nosniff")
        #expect(health.headers["x-frame-options"] == "DENY")
        let odd = try await client.send("GET", "/health", headers: ["X-Request-Id": String(repeating: "x", count: 65)])
        #expect(odd.headers["x-request-id"]?.count == 32)
    }

    @Test func cors_allowedOriginAlone() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway(["CORS_ALLOWED_ORIGINS": "https://shop.example"])
        defer { process.terminate() }
        let client = Client(baseURL: url)
        let preflight = try await client.send(
            "OPTIONS",
            "/api/v1/cart/items",
            headers: ["Origin": "https://shop.example", "Access-Control-Request-Method": "POST"]
        )
        #expect(preflight.status == 204)
        #expect(preflight.headers["access-control-allow-origin"] == "https://shop.example")
        let refused = try await client.send("GET", "/api/v1/cart", headers: ["Origin": "https://shop.example"])
        #expect(refused.status == 401)
        #expect(
            refused.headers["access-control-allow-origin"] == "https://shop.example", "a page may read its refusals")
        let evil = try await client.send("GET", "/api/v1/products?limit=1", headers: ["Origin": "https://evil.example"])
        #expect(evil.headers["access-control-allow-origin"] == nil)
    }

    @Test func shopper_buysBaskets_andFindsTheBooksInOrder() async throws {
        let world = try await World.shared
        let file = FileManager.default.temporaryDirectory.appending(path: "baskets-\(UUID()).csv")
        try "whole milk,rolls/buns,yogurt \nwhole milk\n\"sausage\",butter\n".write(
            to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let result = try await ChildProcess.run(
            Program.path("shopper"),
            ["--baskets", file.path(percentEncoded: false), "--orders", "30", "--parallel", "4"],
            environment: ["GATEWAY_URL": world.gateway, "DATABASE_URL": world.superuserURL]
        )
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("orders      30 of 30"), "\(result.output)")
        #expect(result.output.contains("all hold"), "\(result.output)")
    }

    @Test func migrator_status_isAnExitCode() async throws {
        let world = try await World.shared
        let folder = World.environment["MAMI_DB_DIR"] ?? "db"
        let clean = try await ChildProcess.run(
            Program.path("migrator"),
            ["status", "--check", "--db-dir", folder],
            environment: ["DATABASE_URL": world.adminURL]
        )
        #expect(clean.status == 0, "\(clean.output)")
        let pending = try await ChildProcess.run(
            Program.path("migrator"),
            ["status", "--check", "--db-dir", folder, "--role", "postgres"],
            environment: ["DATABASE_URL": World.environment["TEST_DATABASE_URL"] ?? ""]
        )
        #expect(pending.status == 2, "\(pending.output)")
        #expect(try await ChildProcess.run(Program.path("migrator"), ["nonsense"]).status == 1)
        #expect(try await ChildProcess.run(Program.path("migrator"), ["--help"]).status == 0)
    }

    @Test func gateway_badConfiguration_saysWhatIsWrong() async throws {
        let result = try await ChildProcess.run(
            Program.path("gateway"), [], environment: ["JWT_SECRET_KEY": "short-secret"])
        #expect(result.status == 1)
        #expect(result.output.contains("JWT_SECRET_KEY must have at least 64 characters"))
        #expect(!result.output.contains("short-secret"))
    }
}
