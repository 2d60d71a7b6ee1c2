import Foundation
import Synchronization
import Testing

/// Stock requests over HTTP: who asks, who decides, and what is on the shelf afterwards.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct StockRequestTests {
    private static func resolve(_ client: Client, _ id: Int, _ body: String = #"{"status":"APPROVED"}"#) async throws
        -> Reply
    {
        try await client.api("PATCH", "/admin/stock-requests/\(id)/resolve", body)
    }

    @Test func request_isAskedFor_seenAndApproved() async throws {
        let shelf = try await Shelf.make(units: 10)
        let asked = try await Staff.employee.api(
            "POST", "/stock-requests", shelf.request("SET_QUANTITY", 12, #","reason":"counted twice""#))
        #expect(asked.status == 201)
        let id = try #require(asked.data["id"] as? Int)
        #expect(asked.data["status"] as? String == "PENDING")
        #expect(asked.data["observed_quantity"] as? Int == 10)
        #expect(asked.data["reviewed_by"] is NSNull)
        #expect((asked.data["requested_by"] as? [String: Any])?["full_name"] as? String == "Eli Employee")
        #expect(try await shelf.stock() == [10, 0], "nothing has moved")

        let mine = try await Staff.employee.api("GET", "/stock-requests/my?status=PENDING&limit=200")
        #expect((mine.json["data"] as? [[String: Any]])?.contains { $0["id"] as? Int == id } == true)
        let listed = try await Staff.manager.api(
            "GET", "/admin/stock-requests?product_id=\(shelf.productID)&branchId=\(shelf.branchID)")
        #expect((listed.json["data"] as? [[String: Any]])?.map { $0["id"] as? Int } == [id])
        #expect(try await Staff.manager.api("GET", "/admin/stock-requests/\(id)").data["id"] as? Int == id)

        let approved = try await Self.resolve(Staff.manager, id, #"{"status":"APPROVED","approved_quantity":11}"#)
        #expect(approved.status == 200)
        #expect(approved.data["quantity"] as? Int == 12 && approved.data["approved_quantity"] as? Int == 11)
        #expect((approved.data["reviewed_by"] as? [String: Any])?["full_name"] as? String == "Maya Manager")
        #expect(try await shelf.stock() == [11, 0])
        #expect(try await shelf.ledger() == [11, 0])
    }

    @Test func zero_canBeApproved() async throws {
        let shelf = try await Shelf.make(units: 4)
        let count = try await shelf.ask(Staff.employee, "SET_QUANTITY", 4)
        let empty = try await Self.resolve(Staff.manager, count, #"{"status":"APPROVED","approved_quantity":0}"#)
        #expect(empty.status == 200 && empty.data["approved_quantity"] as? Int == 0)
        #expect(try await shelf.stock() == [0, 0])
        let more = try await shelf.ask(Staff.employee, "ADD_QUANTITY", 4)
        let none = try await Self.resolve(Staff.manager, more, #"{"status":"APPROVED","approved_quantity":0}"#)
        #expect(none.status == 200 && none.data["applied_change"] as? Int == 0)
        #expect(try await shelf.stock() == [0, 0])
    }

    @Test func ownRequest_isReviewedBySomebodyElse() async throws {
        let shelf = try await Shelf.make(units: 4)
        let id = try await shelf.ask(Staff.manager, "ADD_QUANTITY", 5)
        let own = try await Self.resolve(Staff.manager, id)
        #expect(own.status == 403 && own.code == "SELF_REVIEW")
        #expect(try await Self.resolve(Staff.admin, id).status == 200)
        let again = try await Self.resolve(Staff.admin, id)
        #expect(again.status == 409 && again.code == "ALREADY_REVIEWED")
        #expect(again.details["status"] as? String == "APPROVED")
        #expect(try await shelf.stock() == [9, 0])
    }

    @Test func rejection_needsAReason() async throws {
        let shelf = try await Shelf.make(units: 4)
        let id = try await shelf.ask(Staff.employee, "ADD_QUANTITY", 5)
        for body in [#"{"status":"REJECTED"}"#, #"{"status":"REJECTED","rejection_reason":null}"#] {
            let bare = try await Self.resolve(Staff.manager, id, body)
            #expect(bare.status == 400 && bare.code == "VALIDATION_ERROR")
            #expect(bare.body.contains("rejection_reason"))
        }
        let body = #"{"status":"REJECTED","rejection_reason":"no room","approved_quantity":null}"#
        let rejected = try await Self.resolve(Staff.manager, id, body)
        #expect(rejected.status == 200 && rejected.data["rejection_reason"] as? String == "no room")
        #expect(try await shelf.stock() == [4, 0])
    }

    @Test func request_isTakenBack_byItsOwner() async throws {
        let shelf = try await Shelf.make(units: 4)
        let id = try await shelf.ask(Staff.employee, "ADD_QUANTITY", 5)
        #expect(try await Staff.manager.api("POST", "/stock-requests/\(id)/cancel").code == "STOCK_REQUEST_NOT_FOUND")
        #expect(
            try await Staff.employee.api("POST", "/stock-requests/\(id)/cancel", "null").data["status"] as? String
                == "CANCELED")
        #expect(try await Staff.employee.api("POST", "/stock-requests/\(id)/cancel").code == "ALREADY_REVIEWED")
        #expect(try await Self.resolve(Staff.manager, id).code == "ALREADY_REVIEWED")
    }

    @Test func countThatSalesOvertake_isAppliedAsADifference() async throws {
        let shelf = try await Shelf.make(units: 10)
        let id = try await shelf.ask(Staff.employee, "SET_QUANTITY", 12)
        let shopper = try await Person.register()
        try await shopper.add(shelf.productID, 3)
        #expect(try await shopper.confirm(branch: shelf.branchID).status == 201)

        let stale = try await Self.resolve(Staff.manager, id)
        #expect(stale.status == 409 && stale.code == "STALE_STOCK")
        #expect(stale.details["observed_quantity"] as? Int == 10 && stale.details["on_hand"] as? Int == 7)
        let wrong = try await Self.resolve(Staff.manager, id, #"{"status":"APPROVED","expected_on_hand":10}"#)
        #expect(wrong.code == "STALE_STOCK")
        let applied = try await Self.resolve(Staff.manager, id, #"{"status":"APPROVED","as_delta":true}"#)
        #expect(applied.status == 200)
        #expect(applied.data["applied_change"] as? Int == 2)
        #expect(try await shelf.stock() == [9, 0], "twelve were there, three were sold")
    }

    @Test func confirmedFigure_isSet_andNothingGoesBelowWhatIsReserved() async throws {
        let shelf = try await Shelf.make(units: 10)
        let id = try await shelf.ask(Staff.employee, "SET_QUANTITY", 1)
        let shopper = try await Person.register(card: "pm_sim_delay_7000")
        try await shopper.add(shelf.productID, 3)
        // Whatever takes time stands before the card is asked.
        _ = try await Staff.manager
        async let buying = shopper.confirm(branch: shelf.branchID)
        try await shelf.waitUntilReserved(3)
        let below = try await Self.resolve(Staff.manager, id)
        #expect(below.status == 409 && below.code == "BELOW_RESERVED")
        #expect(below.details["reserved"] as? Int == 3 && below.details["on_hand"] as? Int == 10)
        #expect(try await buying.status == 201)
        let set = try await Self.resolve(Staff.manager, id, #"{"status":"APPROVED","expected_on_hand":7}"#)
        #expect(set.status == 200)
        #expect(try await shelf.stock() == [1, 0])
    }

    @Test func bulkReview_rowsStandAlone() async throws {
        let stale = try await Shelf.make(units: 10)
        let other = try await Shelf.make(units: 10)
        let staleID = try await stale.ask(Staff.employee, "SET_QUANTITY", 12)
        let addID = try await other.ask(Staff.employee, "ADD_QUANTITY", 5)
        let ownID = try await other.ask(Staff.manager, "ADD_QUANTITY", 5)
        let noID = try await other.ask(Staff.employee, "ADD_QUANTITY", 7)
        _ = try await Staff.admin.api(
            "PATCH", "/admin/inventory/\(stale.inventoryID())", #"{"on_hand":7,"reason":"sold past the book"}"#)
        let rows = [
            #"{"request_id":\#(staleID),"status":"APPROVED"}"#, #"{"request_id":\#(addID),"status":"APPROVED"}"#,
            #"{"request_id":\#(ownID),"status":"APPROVED"}"#, #"{"request_id":999999999,"status":"APPROVED"}"#,
            #"{"request_id":\#(noID),"status":"REJECTED","rejection_reason":"no room"}"#,
            #"{"request_id":\#(noID),"status":"REJECTED"}"#,
        ]
        let reply = try await Staff.manager.api(
            "PATCH", "/admin/stock-requests/bulk-review", #"{"items":[\#(rows.joined(separator: ","))]}"#)
        #expect(reply.status == 200)
        let results = try #require(reply.data["results"] as? [[String: Any]])
        #expect(results.map { $0["result"] as? String } == ["error", "ok", "error", "error", "ok", "error"])
        let errors = results.map { $0["error"] as? [String: Any] }
        #expect(
            errors.map { $0?["code"] as? String ?? "-" }
                == ["STALE_STOCK", "-", "SELF_REVIEW", "STOCK_REQUEST_NOT_FOUND", "-", "VALIDATION_ERROR"])
        let details = errors[0]?["details"] as? [String: Any]
        #expect(details?["observed_quantity"] as? Int == 10 && details?["on_hand"] as? Int == 7, "both figures")
        #expect(
            results.map { $0["status"] as? String ?? "-" } == [
                "PENDING", "APPROVED", "PENDING", "-", "REJECTED", "REJECTED",
            ])
        #expect(try await stale.stock() == [7, 0])
        #expect(try await other.stock() == [15, 0])
    }

    @Test func wrongInput_isRefused_allAtOnce() async throws {
        let shelf = try await Shelf.make(units: 1)
        for (type, quantity) in [("SET_QUANTITY", -1), ("ADD_QUANTITY", 0), ("ADD_QUANTITY", 1_000_001)] {
            let reply = try await Staff.employee.api("POST", "/stock-requests", shelf.request(type, quantity))
            #expect(reply.status == 400 && reply.code == "VALIDATION_ERROR" && reply.body.contains("quantity"))
        }
        let bare = try await Staff.employee.api("POST", "/stock-requests", "{}")
        #expect((bare.details["errors"] as? [Any])?.count == 4)
        let nowhere = Shelf(productID: shelf.productID, branchID: 999_999)
        #expect(
            try await Staff.employee.api("POST", "/stock-requests", nowhere.request("ADD_QUANTITY", 1)).code
                == "BRANCH_NOT_FOUND")
        let nothing = Shelf(productID: 999_999_999, branchID: shelf.branchID)
        #expect(
            try await Staff.employee.api("POST", "/stock-requests", nothing.request("ADD_QUANTITY", 1)).code
                == "PRODUCT_NOT_FOUND")
        let many = [String](repeating: #"{"request_id":1,"status":"APPROVED"}"#, count: 201).joined(separator: ",")
        for items in ["", many] {
            let reply = try await Staff.manager.api(
                "PATCH", "/admin/stock-requests/bulk-review", #"{"items":[\#(items)]}"#)
            #expect(reply.status == 400 && reply.body.contains("1 to 200"))
        }
        let nested = try await Staff.manager.api(
            "PATCH", "/admin/stock-requests/bulk-review", #"{"items":[{"request_id":1,"status":"MAYBE","extra":1}]}"#)
        #expect(nested.body.contains("items[0].status") && nested.body.contains("items[0].extra"))
    }

    @Test(arguments: [
        ("POST", "/stock-requests", [401, 403, 400, 400, 400]),
        ("GET", "/stock-requests/my", [401, 403, 200, 200, 200]),
        ("POST", "/stock-requests/999999999/cancel", [401, 403, 404, 404, 404]),
        ("GET", "/admin/stock-requests", [401, 403, 403, 200, 200]),
        ("GET", "/admin/stock-requests/999999999", [401, 403, 403, 404, 404]),
        ("PATCH", "/admin/stock-requests/999999999/resolve", [401, 403, 403, 400, 400]),
        ("PATCH", "/admin/stock-requests/bulk-review", [401, 403, 403, 400, 400]),
        ("GET", "/stock-requests/admin", [401, 403, 403, 200, 200]),
        ("GET", "/stock-requests/admin/999999999", [401, 403, 403, 404, 404]),
        ("PATCH", "/stock-requests/admin/999999999/resolve", [401, 403, 403, 400, 400]),
        ("PATCH", "/stock-requests/admin/bulk-review", [401, 403, 403, 400, 400]),
    ])
    func roles_mayWhatTheyMay(_ method: String, _ path: String, _ statuses: [Int]) async throws {
        #expect(try await Staff.statuses(method, path) == statuses)
    }

    // MARK: - the same key

    @Test func sameKey_isOneRequest() async throws {
        let shelf = try await Shelf.make(units: 4)
        let key = UUID().uuidString
        let body = shelf.request("ADD_QUANTITY", 5)
        let first = try await Staff.employee.api("POST", "/stock-requests", body, key: key)
        #expect(first.status == 201 && first.headers["idempotent-replayed"] == nil)
        for same in [body, shelf.request("ADD_QUANTITY", 5, #","reason":null"#)] {
            let again = try await Staff.employee.api("POST", "/stock-requests", same, key: key)
            #expect(again.status == 201 && again.body == first.body)
            #expect(again.headers["idempotent-replayed"] == "true")
        }
        let other = try await Staff.employee.api("POST", "/stock-requests", shelf.request("ADD_QUANTITY", 6), key: key)
        #expect(other.status == 422 && other.code == "IDEMPOTENCY_KEY_REUSED")
        let hers = try await Staff.manager.api("POST", "/stock-requests", body, key: key)
        #expect(hers.status == 201 && hers.body != first.body, "a key is its user's")
        let id = try #require(first.data["id"] as? Int)
        let canceled = try await Staff.employee.api("POST", "/stock-requests/\(id)/cancel", key: key)
        #expect(canceled.data["status"] as? String == "CANCELED", "and stands for one call")
        let kept = try await Staff.employee.api("POST", "/stock-requests/\(id)/cancel", key: key)
        #expect(kept.status == 200 && kept.body == canceled.body)
        let foreign = try await Staff.employee.api("POST", "/stock-requests/999999999/cancel", key: key)
        #expect(foreign.code == "IDEMPOTENCY_KEY_REUSED", "another id is another request")
    }

    @Test func refusedCall_leavesItsKeyFree() async throws {
        let shelf = try await Shelf.make(units: 4)
        let key = UUID().uuidString
        let nowhere = Shelf(productID: shelf.productID, branchID: 999_999).request("ADD_QUANTITY", 5)
        #expect(try await Staff.employee.api("POST", "/stock-requests", nowhere, key: key).status == 404)
        let reply = try await Staff.employee.api("POST", "/stock-requests", shelf.request("ADD_QUANTITY", 5), key: key)
        #expect(reply.status == 201)
        for bad in ["", String(repeating: "k", count: 256)] {
            #expect(try await Staff.employee.api("POST", "/stock-requests", nowhere, key: bad).status == 400)
        }
    }

    @Test func sameKeyInParallel_isOneRequest() async throws {
        let shelf = try await Shelf.make(units: 4)
        let key = UUID().uuidString
        let employee = try await Staff.employee
        let replies = try await withThrowingTaskGroup { group in
            for _ in 0..<20 {
                group.addTask {
                    try await employee.api("POST", "/stock-requests", shelf.request("ADD_QUANTITY", 5), key: key)
                }
            }
            return try await group.reduce(into: [Reply]()) { $0.append($1) }
        }
        #expect(Set(replies.map(\.body)).count == 1 && replies.allSatisfy { $0.status == 201 })
        #expect(replies.filter { $0.headers["idempotent-replayed"] == nil }.count == 1)
        let made = try await World.shared.sql(
            "select count(*) as n from store.stock_requests where product_id = $1", [.integer(shelf.productID)])
        #expect(try made[0].integer("n") == 1)
    }

    // MARK: - many at once

    @Test func twentyReviewers_applyEachRequestOnce() async throws {
        var shelves: [Shelf] = []
        for _ in 0..<10 { shelves.append(try await Shelf.make(units: 100)) }
        let employee = try await Staff.employee
        let reviewers = try await Staff.hire("MANAGER", 20)
        let ids = try await withThrowingTaskGroup { group in
            for index in 0..<200 {
                let shelf = shelves[index % shelves.count]
                group.addTask { try await shelf.ask(employee, "ADD_QUANTITY", 1 + index / 10) }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        // Each reviewer has all of them, in an order of their own; half of them one by one, half in bulk.
        let outcomes = try await withThrowingTaskGroup { group in
            for (index, reviewer) in reviewers.enumerated() {
                let order = ids.shuffled()
                group.addTask {
                    index % 2 == 0
                        ? try await Self.oneByOne(reviewer.client, order)
                        : try await Self.inBulk(reviewer.client, order)
                }
            }
            return try await group.reduce(into: [String]()) { $0 += $1 }
        }
        #expect(outcomes.count == 4000)
        #expect(outcomes.filter { $0 == "ok" }.count == 200)
        #expect(outcomes.filter { $0 == "ALREADY_REVIEWED" }.count == 3800)
        for shelf in shelves {
            #expect(try await shelf.stock() == [310, 0], "a hundred, and 1 to 20 once each")
            #expect(try await shelf.ledger() == [310, 0])
        }
        #expect(try await World.shared.violations() == [])
    }

    private static func oneByOne(_ client: Client, _ ids: [Int]) async throws -> [String] {
        var outcomes: [String] = []
        for id in ids {
            let reply = try await resolve(client, id)
            outcomes.append(reply.status == 200 ? "ok" : reply.code)
        }
        return outcomes
    }

    private static func inBulk(_ client: Client, _ ids: [Int]) async throws -> [String] {
        let items = ids.map { #"{"request_id":\#($0),"status":"APPROVED"}"# }.joined(separator: ",")
        let reply = try await client.api("PATCH", "/admin/stock-requests/bulk-review", #"{"items":[\#(items)]}"#)
        return (reply.data["results"] as? [[String: Any]] ?? []).map {
            ($0["error"] as? [String: Any])?["code"] as? String ?? ($0["result"] as? String ?? "")
        }
    }

    /// Shoppers buy at full speed while managers set, add, load and approve on the same shelves: nobody waits in a ring, nobody gets a 5xx, and
    /// every unit has its line.
    @Test func shelvesUnderFullSpeed_stayTrue() async throws {
        let first = try await Shelf.make(units: 500)
        let second = try await Shelf.make(units: 500)
        let shelves = [first, second]
        let managers = try await Staff.hire("MANAGER", 4)
        let others = try await InventoryLoadTests.products(1_200)
        let employee = try await Staff.employee
        var shoppers: [Person] = []
        for _ in 0..<6 { shoppers.append(try await Person.register()) }
        let deadlocks = try await Self.deadlocks()
        let statuses = Mutex<[Int: Int]>([:])
        let note: @Sendable (Reply) -> Void = { reply in statuses.withLock { $0[reply.status, default: 0] += 1 } }
        // FULL_SPEED_SECONDS=60 for the figure of a minute.
        let seconds = ProcessInfo.processInfo.environment["FULL_SPEED_SECONDS"].flatMap { Int($0) } ?? 8
        let end = ContinuousClock.now + .seconds(seconds)
        try await withThrowingTaskGroup { group in
            for (index, shopper) in shoppers.enumerated() {
                group.addTask {
                    while ContinuousClock.now < end {
                        // In either order, so that carts and reviews meet from both sides.
                        for shelf in index % 2 == 0 ? shelves : shelves.reversed() {
                            try await shopper.add(shelf.productID, 1)
                        }
                        let reply = try await shopper.confirm(branch: first.branchID)
                        note(reply)
                        // In doubt, on a machine that is busy: the cart is locked, and its shopper goes home.
                        guard reply.status != 202 else { return }
                        if reply.status != 201 { _ = try await shopper.client.api("DELETE", "/cart") }
                    }
                }
            }
            group.addTask {
                while ContinuousClock.now < end {
                    for shelf in shelves {
                        let id = try await shelf.inventoryID()
                        let body = #"{"on_hand":\#(Int.random(in: 400...600)),"reason":"storm"}"#
                        note(try await managers[0].client.api("PATCH", "/admin/inventory/\(id)", body))
                    }
                }
            }
            group.addTask {
                while ContinuousClock.now < end {
                    for shelf in shelves.shuffled() {
                        let id = try await shelf.ask(employee, "SET_QUANTITY", 500)
                        let status = #"{"status":"APPROVED","as_delta":\#(Bool.random())}"#
                        note(try await Self.resolve(managers[1].client, id, status))
                    }
                }
            }
            group.addTask {
                while ContinuousClock.now < end {
                    var ids: [Int] = []
                    for shelf in (shelves + shelves).shuffled() {
                        ids.append(try await shelf.ask(employee, "ADD_QUANTITY", Int.random(in: 1...3)))
                    }
                    let outcomes = try await Self.inBulk(managers[2].client, ids)
                    #expect(outcomes.allSatisfy { $0 == "ok" })
                }
            }
            group.addTask {
                while ContinuousClock.now < end {
                    let rows = (others + shelves.map(\.productID)).shuffled().map {
                        "\(first.branchID),\($0),\(Int.random(in: 400...600))"
                    }
                    let reply = try await managers[3].client.send(
                        "POST", "/api/v1/admin/inventory/bulk",
                        "branch_id,product_id,on_hand\n" + rows.joined(separator: "\n"),
                        headers: ["Content-Type": "text/csv"])
                    note(reply)
                    #expect(reply.data["succeeded"] as? Int ?? 0 >= others.count)
                }
            }
            try await group.waitForAll()
        }
        let seen = statuses.withLock { $0 }
        #expect(seen[201, default: 0] > 0 && seen[200, default: 0] > 0, "\(seen)")
        #expect(Set(seen.keys).isSubset(of: [200, 201, 202, 409]), "\(seen)")
        if seconds > 8 { print("\(seconds) s at full speed: \(seen)") }
        #expect(try await Self.deadlocks() == deadlocks)
        for shelf in shelves { #expect(try await shelf.stock() == shelf.ledger()) }
        #expect(try await World.shared.violations() == [])
    }

    private static func deadlocks() async throws -> Int64 {
        let rows = try await World.shared.sql(
            "select deadlocks as n from pg_stat_database where datname = current_database()")
        return try rows[0].integer("n") ?? -1
    }
}
