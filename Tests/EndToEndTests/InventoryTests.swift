import Foundation
import Testing

/// Stock by hand, over HTTP: what is there, what changes it, and why a figure is what it is.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(2)))
struct InventoryTests {
    private static func row(_ shelf: Shelf, _ more: String = "") async throws -> [String: Any] {
        let path = "/admin/inventory?product_id=\(shelf.productID)&branch_id=\(shelf.branchID)\(more)"
        return try #require((try await Staff.manager.api("GET", path).json["data"] as? [[String: Any]])?.first)
    }

    private static func change(_ shelf: Shelf, _ body: String) async throws -> Reply {
        try await Staff.manager.api("PATCH", "/admin/inventory/\(shelf.inventoryID())", body)
    }

    @Test func shelf_isListed_withWhatIsSoldAndStillThere() async throws {
        let shelf = try await Shelf.make(units: 10)
        let shopper = try await Person.register()
        try await shopper.add(shelf.productID, 3)
        let order = try await shopper.confirm(branch: shelf.branchID)
        #expect(order.status == 201)
        let row = try await Self.row(shelf)
        #expect(row["on_hand"] as? Int == 7 && row["reserved"] as? Int == 0)
        #expect(row["available_quantity"] as? Int == 7 && row["in_picking"] as? Int == 3)
        #expect(row["product_name"] as? String == "test product" && row["branch_name"] is String)
        let id = try #require(order.data["order_id"] as? Int)
        #expect(try await Staff.manager.api("POST", "/orders/\(id)/cancel").status == 200)
        let after = try await Self.row(shelf)
        #expect(after["in_picking"] as? Int == 0 && after["on_hand"] as? Int == 10)
    }

    @Test func lowStock_isWhatIsAtItsReorderPoint() async throws {
        let shelf = try await Shelf.make(units: 10)
        #expect(try await Self.change(shelf, #"{"reorder_point":9,"reason":"sells well"}"#).status == 200)
        #expect(try await Self.row(shelf, "&low_stock=false")["reorder_point"] as? Int == 9)
        #expect(try await Self.change(shelf, #"{"reorder_point":10,"reason":"sells better"}"#).status == 200)
        #expect(try await Self.row(shelf, "&lowStock=true")["reorder_point"] as? Int == 10)
    }

    @Test func change_isComparedWithWhatWasSeen() async throws {
        let shelf = try await Shelf.make(units: 10)
        let changed = try await Self.change(shelf, #"{"on_hand":8,"expected_on_hand":10,"reason":"counted"}"#)
        #expect(changed.status == 200 && changed.data["on_hand"] as? Int == 8)
        let stale = try await Self.change(shelf, #"{"on_hand":9,"expected_on_hand":10,"reason":"counted"}"#)
        #expect(stale.status == 409 && stale.code == "STALE_STOCK")
        #expect(stale.details["expected_on_hand"] as? Int == 10 && stale.details["on_hand"] as? Int == 8)
        for (body, field) in [
            (#"{"on_hand":9}"#, "reason"), (#"{"reason":"x"}"#, "on_hand"),
            (#"{"on_hand":-1,"reason":"x"}"#, "on_hand"),
            (#"{"on_hand":9,"reason":"  "}"#, "reason"), (#"{"on_hand":9,"reserved":1,"reason":"x"}"#, "reserved"),
            (#"{"on_hand":1000001,"reason":"x"}"#, "on_hand"),
        ] {
            let reply = try await Self.change(shelf, body)
            #expect(reply.status == 400 && reply.body.contains(field), "\(body)")
        }
        #expect(try await shelf.stock() == [8, 0])
        let missing = try await Staff.manager.api("PATCH", "/admin/inventory/999999999", #"{"on_hand":9,"reason":"x"}"#)
        #expect(missing.status == 404 && missing.code == "INVENTORY_NOT_FOUND")
    }

    @Test func change_staysAboveWhatIsReserved() async throws {
        let shelf = try await Shelf.make(units: 10)
        let shopper = try await Person.register(card: "pm_sim_delay_7000")
        try await shopper.add(shelf.productID, 3)
        // Whatever takes time stands before the card is asked.
        _ = try await Self.row(shelf)
        async let buying = shopper.confirm(branch: shelf.branchID)
        try await shelf.waitUntilReserved(3)
        let below = try await Self.change(shelf, #"{"on_hand":2,"reason":"broken"}"#)
        #expect(below.status == 409 && below.code == "BELOW_RESERVED")
        #expect(below.details["reserved"] as? Int == 3 && below.details["requested_on_hand"] as? Int == 2)
        #expect(try await Self.change(shelf, #"{"on_hand":3,"reason":"broken"}"#).status == 200)
        #expect(try await buying.status == 201)
        #expect(try await shelf.stock() == [0, 0])
    }

    @Test func ledger_addsUpToToday() async throws {
        let shelf = try await Shelf.make(units: 10)
        let shopper = try await Person.register()
        try await shopper.add(shelf.productID, 3)
        let order = try await shopper.confirm(branch: shelf.branchID)
        _ = try await Self.change(shelf, #"{"on_hand":6,"reason":"one was broken"}"#)
        let request = try await shelf.ask(Staff.employee, "ADD_QUANTITY", 41)
        _ = try await Staff.manager.api(
            "PATCH", "/admin/stock-requests/\(request)/resolve", #"{"status":"APPROVED"}"#)

        let path = "/admin/inventory/\(try await shelf.inventoryID())/ledger"
        let ledger = try await Staff.manager.api("GET", path)
        let lines = try #require(ledger.json["data"] as? [[String: Any]])
        #expect(lines.map { $0["kind"] as? String } == ["received", "adjusted", "sold", "reserved", "received"])
        #expect(lines.map { $0["on_hand"] as? Int } == [47, 6, 7, 10, 10], "why is this 47?")
        #expect(lines.map { $0["reserved"] as? Int } == [0, 0, 0, 3, 0])
        #expect(lines.compactMap { $0["on_hand_change"] as? Int }.reduce(0, +) == 47)
        #expect(lines[0]["stock_request_id"] as? Int == request)
        #expect(lines[1]["reason"] as? String == "one was broken")
        #expect((lines[1]["actor"] as? [String: Any])?["full_name"] as? String == "Maya Manager")
        #expect(lines[2]["order_number"] as? String == order.data["order_number"] as? String)
        let page = try await Staff.manager.api("GET", path + "?limit=2&offset=1")
        #expect((page.json["data"] as? [[String: Any]])?.map { $0["on_hand"] as? Int } == [6, 7])
        #expect((page.json["pagination"] as? [String: Any])?["total"] as? Int == 5)
        #expect(try await Staff.manager.api("GET", "/admin/inventory/999999999/ledger").code == "INVENTORY_NOT_FOUND")

        let explained = try await World.shared.sql(
            "select kind, on_hand from api.stock_explain($1, $2) offset 4",
            [.integer(shelf.branchID), .integer(shelf.productID)])
        #expect(try explained.map { try $0.text("kind") } == ["received", "today"])
        #expect(try explained.map { try $0.integer("on_hand") } == [47, 47])
    }

    @Test func shelf_isMadeOnce() async throws {
        let shelf = try await Shelf.make(units: 1)
        let branches = try await World.shared.sql(
            "select min(branch_id) as id from store.branches where branch_id <> $1", [.integer(shelf.branchID)])
        let branch = try branches[0].integer("id") ?? 0
        let body = #"{"branch_id":\#(branch),"product_id":\#(shelf.productID),"on_hand":5,"reason":"first delivery"}"#
        let key = UUID().uuidString
        let made = try await Staff.manager.api("POST", "/admin/inventory", body, key: key)
        #expect(made.status == 201 && made.data["on_hand"] as? Int == 5 && made.data["reorder_point"] as? Int == 0)
        let replayed = try await Staff.manager.api("POST", "/admin/inventory", body, key: key)
        #expect(replayed.status == 201 && replayed.body == made.body)
        let twice = try await Staff.manager.api("POST", "/admin/inventory", body)
        #expect(twice.status == 409 && twice.code == "DUPLICATE")
        #expect(twice.details["inventory_id"] as? Int == made.data["id"] as? Int)
        for (branch, product, code) in [
            (999_999, shelf.productID, "BRANCH_NOT_FOUND"), (shelf.branchID, 999_999_999, "PRODUCT_NOT_FOUND"),
        ] {
            let reply = try await Staff.manager.api(
                "POST", "/admin/inventory", #"{"branch_id":\#(branch),"product_id":\#(product),"on_hand":5}"#)
            #expect(reply.status == 404 && reply.code == code)
        }
    }

    @Test(arguments: [
        ("GET", "/admin/inventory", [401, 403, 403, 200, 200]),
        ("POST", "/admin/inventory", [401, 403, 403, 400, 400]),
        ("PATCH", "/admin/inventory/999999999", [401, 403, 403, 400, 400]),
        ("GET", "/admin/inventory/999999999/ledger", [401, 403, 403, 404, 404]),
    ])
    func roles_mayWhatTheyMay(_ method: String, _ path: String, _ statuses: [Int]) async throws {
        #expect(try await Staff.statuses(method, path) == statuses)
    }
}
