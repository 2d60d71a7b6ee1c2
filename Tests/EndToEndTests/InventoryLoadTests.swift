import Fleet
import Foundation
import Testing

/// Stock from a file, over HTTP.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(10)))
struct InventoryLoadTests {
    private static func send(
        _ text: String, _ query: String = "", key: String? = nil, as client: Client? = nil, type: String = "text/csv"
    ) async throws -> Reply {
        var headers = ["Content-Type": type]
        headers["Idempotency-Key"] = key
        let sender = if let client { client } else { try await Staff.manager }
        return try await sender.send("POST", "/api/v1/admin/inventory/bulk\(query)", text, headers: headers)
    }

    private static func results(_ reply: Reply) -> [[String: Any]] { reply.data["results"] as? [[String: Any]] ?? [] }

    /// So many products without a shelf.
    static func products(_ count: Int) async throws -> [Int64] {
        try await World.shared.sql(
            """
            insert into store.products (category_id, name, sku, price, unit)
            select (select min(category_id) from store.categories), 'loaded ' || n, gen_random_uuid()::text, 9.90, 'unit'
            from generate_series(1, $1::integer) as n
            returning product_id as id
            """, [.integer(Int64(count))]
        ).map { try $0.integer("id") ?? 0 }
    }

    private static func violations() async throws -> Int64 {
        try await World.shared.sql("select count(*) as n from store.check_invariants()").first?.integer("n") ?? -1
    }

    @Test func file_isApplied_rowByRow() async throws {
        let shelf = try await Shelf.make(units: 10)
        let new = try await Self.products(1)[0]
        let text = """
            branch_id;product_id;on_hand;reorder_point;expected_on_hand\r
            \(shelf.branchID);\(shelf.productID);7;3;10\r
            \(shelf.branchID);\(shelf.productID);8;;\r
            \(shelf.branchID);\(new);5;;\r
            \(shelf.branchID);999999999;5;;\r
            \(shelf.branchID);\(new);many;;\r\n
            """
        let dry = try await Self.send(text, "?dry_run=true")
        #expect(dry.status == 200 && dry.data["dry_run"] as? Bool == true && dry.data["succeeded"] as? Int == 2)
        #expect(try await shelf.stock() == [10, 0])
        let reply = try await Self.send(text, "?reason=Sunday")
        #expect(reply.status == 200, "\(reply.body)")
        #expect(reply.data["total"] as? Int == 5 && reply.data["succeeded"] as? Int == 2)
        #expect(reply.data["failed"] as? Int == 3)
        let results = Self.results(reply)
        #expect(results.map { $0["row"] as? Int } == [2, 3, 4, 5, 6])
        #expect(
            results.map { ($0["error"] as? [String: Any])?["code"] as? String }
                == [nil, "DUPLICATE_ROW", nil, "PRODUCT_NOT_FOUND", "VALIDATION_ERROR"])
        #expect(try await shelf.stock() == [7, 0])
        #expect(try await shelf.ledger() == [7, 0])
        // What failed comes back as it was, and once mended can be sent as it is.
        let load = try #require(reply.data["load_id"] as? Int)
        let failed = try await Staff.manager.api("GET", "/admin/inventory/bulk/\(load)/failed")
        #expect(failed.status == 200 && failed.headers["content-type"]?.hasPrefix("text/csv") == true)
        #expect(failed.body.contains("\(shelf.branchID),\(new),many,,,\"VALIDATION_ERROR "), "\(failed.body)")
        let mended = failed.body.replacing(",many,", with: ",6,").replacing("999999999", with: "\(new)")
        let again = try await Self.send(mended)
        #expect(Self.results(again).map { $0["result"] as? String } == ["ok", "ok", "error"], "\(again.body)")
        #expect(try await Self.violations() == 0)
    }

    @Test func key_makesARepeatedFileHarmless() async throws {
        let shelf = try await Shelf.make(units: 10)
        let text = "branch_id,product_id,on_hand\n\(shelf.branchID),\(shelf.productID),6\n"
        let key = UUID().uuidString
        let first = try await Self.send(text, key: key)
        _ = try await World.shared.sql(
            "select api.inventory_update($1, $2, 'sold', 4)",
            [.integer(try await Self.managerID()), .integer(try await shelf.inventoryID())])
        let second = try await Self.send(text, key: key)
        #expect(first.status == 200 && second.body == first.body)
        #expect(second.headers["idempotent-replayed"] == "true")
        #expect(try await shelf.stock() == [4, 0])
        for other in [(text + "\n\(shelf.branchID),\(shelf.productID),9\n", ""), (text, "?dry_run=true")] {
            let reply = try await Self.send(other.0, other.1, key: key)
            #expect(reply.status == 422 && reply.code == "IDEMPOTENCY_KEY_REUSED")
        }
    }

    private static func managerID() async throws -> Int64 {
        try await World.shared.sql("select user_id as id from store.users where email = 'manager@mami.local'").first?
            .integer("id") ?? 0
    }

    @Test func fileThatIsNone_appliesNothing() async throws {
        let shelf = try await Shelf.make(units: 10)
        let header = "branch_id,product_id,on_hand"
        let good = "\(shelf.branchID),\(shelf.productID),3"
        let padding = String(repeating: "\(shelf.branchID),999999999,3\n", count: 20_000)
        for (text, message) in [
            ("", "header"), ("\n\n", "header"), ("\(good)\n", "unknown column"),
            ("branch_id,product_id\n1,2\n", "on_hand"),
            ("\(header)\n\(good)\n\(padding)\"1,2,3\n", "not closed"),
            ("\(header)\n\(good)\n\(padding)1,\u{0},3\n", "UTF-8"),
            ("\(header)\n\(good)\n" + padding + padding + padding, "50000"),
        ] {
            let reply = try await Self.send(text)
            #expect(reply.status == 400 && reply.code == "VALIDATION_ERROR", "\(message): \(reply.status)")
            #expect(reply.body.contains(message), "\(reply.body.prefix(300))")
        }
        let large = try await Self.send("\(header)\n\(good)\n" + String(repeating: "\n", count: 9 << 20))
        #expect(large.status == 413 && large.code == "BODY_TOO_LARGE")
        for type in ["application/json", "text/plain", "text/csv; charset=iso-8859-8"] {
            #expect(try await Self.send("\(header)\n\(good)\n", type: type).status == 415)
        }
        #expect(try await Self.send("\(header)\n\(good)\n", type: "multipart/form-data").status == 400)
        #expect(try await Self.send("\(header)\n\(good)\n", "?dry_run=maybe").status == 400)
        #expect(
            try await Self.send("\(header)\n\(good)\n", "?reason=\(String(repeating: "x", count: 501))").status == 400)
        #expect(try await shelf.stock() == [10, 0])
    }

    @Test func roles_mayWhatTheyMay() async throws {
        let text = "branch_id,product_id,on_hand\n"
        let customer = try await Person.register().client
        let nobody = Client(baseURL: customer.baseURL)
        var statuses: [Int] = []
        for client in [nobody, customer, try await Staff.employee, try await Staff.manager, try await Staff.admin] {
            statuses.append(try await Self.send(text, as: client).status)
        }
        #expect(statuses == [401, 403, 403, 200, 200])
        #expect(try await Staff.statuses("GET", "/admin/inventory/export?branch_id=1") == [401, 403, 403, 200, 200])
        #expect(try await Staff.statuses("GET", "/admin/inventory/bulk/999999999/failed") == [401, 403, 403, 404, 404])
    }

    /// As many rows as a file may have, 37 of them bad in every way that there is.
    @Test func fiftyThousandRows_areTaken_andTheBadOnesTold() async throws {
        let world = try await World.shared
        let products = try await Self.products(12_500)
        let branches = try await world.sql(
            """
            insert into store.branches (name, address, is_active)
            select 'load ' || gen_random_uuid(), 'x', false from generate_series(1, 4)
            returning branch_id as id
            """
        ).map { try $0.integer("id") ?? 0 }
        var rows = branches.flatMap { branch in products.map { "\(branch),\($0),5," } }
        let kinds: [(row: String, code: String)] = [
            ("\(branches[0]),\(products[0]),many,", "VALIDATION_ERROR"),
            ("\(branches[0]),\(products[0]),-1,", "VALIDATION_ERROR"),
            ("\(branches[0]),\(products[0])", "VALIDATION_ERROR"),
            ("\(branches[0]),\(products[0]),\"1\"2,", "VALIDATION_ERROR"),
            ("999999999,\(products[0]),5,", "BRANCH_NOT_FOUND"), ("\(branches[0]),999999999,5,", "PRODUCT_NOT_FOUND"),
            ("\(branches[0]),\(products[1]),5,", "DUPLICATE_ROW"),
            ("\(branches[3]),\(products[12_000]),5,77", "STALE_STOCK"),
        ]
        var expected: [Int: String] = [:]
        for number in 0..<37 {
            let kind = kinds[number % 8]
            // Far apart, and none in front of the rows whose pair some of them name.
            let place = 20_000 + number * 700
            // The stale ones need a pair of their own.
            rows[place] = kind.code == "STALE_STOCK" ? rows[place] + "77" : kind.row
            expected[place + 2] = kind.code
        }
        let text = "branch_id,product_id,on_hand,expected_on_hand\n" + rows.joined(separator: "\n")
        let reply = try await Self.send(text)
        #expect(reply.status == 200, "\(reply.body.prefix(300))")
        #expect(reply.data["total"] as? Int == 50_000 && reply.data["succeeded"] as? Int == 49_963)
        var failures: [Int: String] = [:]
        for result in Self.results(reply) where result["result"] as? String == "error" {
            failures[result["row"] as? Int ?? 0] = (result["error"] as? [String: Any])?["code"] as? String
        }
        #expect(failures == expected)
        let loaded = try await world.sql(
            "select count(*) as n, sum(on_hand) as units from store.inventory where branch_id = any ($1::bigint[])",
            [.text("{\(branches.map(String.init).joined(separator: ","))}")])
        #expect(try loaded.first?.integer("n") == 49_963)
        #expect(try loaded.first?.integer("units") == 249_815)
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")))
    func pythonsFiles_areTaken_andPythonReadsOurs() async throws {
        let world = try await World.shared
        let branch =
            try await world.sql(
                "insert into store.branches (name, address, is_active) values ('csv ' || gen_random_uuid(), 'x', false) returning branch_id as id"
            ).first?.integer("id") ?? 0
        let products = try await Self.products(5).map(String.init).joined(separator: ",")
        let client = try await Staff.manager
        let result = try await ChildProcess.run(
            "/usr/bin/python3",
            ["\(World.root)/Tests/CSVClient/client.py", client.baseURL, client.token ?? "", "\(branch)", products])
        #expect(result.status == 0 && result.output.contains("checks passed"), "\(result.output)")
    }
}
