import Fleet
import Foundation
import Postgres
import Testing

@testable import Gateway

/// Delivery windows and settings, which are everybody's: with a shop of its own, two gateways on one database.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct DeliveryAdminTests {
    private static var settings: [String: Any] {
        [
            "delivery_min_total": "200.00", "delivery_fee_under_min": "29.90", "delivery_start_time": "06:00",
            "delivery_end_time": "22:00", "delivery_slot_hours": 2, "warehouse_branch_id": 1, "vat_rate": "18.00",
            "time_zone": "Asia/Jerusalem", "capture": "on_confirm",
        ].merging(limits) { $1 }
    }

    /// Those that stay as they are where a PUT does not name them.
    private static var limits: [String: Any] {
        [
            "order_min_total": "2.00", "order_max_total": "999999.99", "cart_max_lines": 200, "cart_max_quantity": 999,
            "booking_cutoff_minutes": 60, "pickup_lead_minutes": 60, "payment_action_minutes": 15,
            "picking_lease_minutes": 20,
        ]
    }

    /// The settings with some of them changed, as a body.
    private static func body(_ changes: [String: Any] = [:], without name: String? = nil) throws -> String {
        var members = settings.merging(changes) { $1 }
        if let name { members[name] = nil }
        return String(decoding: try JSONSerialization.data(withJSONObject: members), as: UTF8.self)
    }

    private static func isEqual(_ data: [String: Any], _ changes: [String: Any] = [:]) -> Bool {
        func text(_ object: [String: Any]) -> Data? {
            try? JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
        }
        return text(data) == text(settings.merging(changes) { $1 })
    }

    /// The fields that a refusal names.
    private static func fields(_ reply: Reply) -> [String] {
        (reply.details["errors"] as? [[String: Any]] ?? []).compactMap { $0["field"] as? String }
    }

    @Test func settings_changedAtOneGateway_actAtAnotherAtOnce() async throws {
        let shop = try await Danger.make("settings")
        let first = try await shop.start()
        defer { first.terminate() }
        let otherPort = try LoopbackPort.free()
        let second = try await shop.start(port: otherPort)
        defer { second.terminate() }
        let other = "http://127.0.0.1:\(otherPort)"
        let admin = try await Person.demo("admin@mami.local", at: shop.gateway).client
        let manager = try await Person.demo("manager@mami.local", at: other).client
        #expect(Self.isEqual(try await manager.api("GET", "/admin/settings").data))

        // A customer of the other gateway, whose basket is small.
        let person = try await Person.register(at: other)
        let product = try await shop.number(
            """
            select min(i.product_id) as n from store.inventory as i join store.products as p using (product_id)
            where i.branch_id = 1 and i.on_hand > 0 and p.price < 50
            """)
        try await person.add(product)
        let slot = try await shop.number(
            "select min(delivery_slot_id) as n from store.delivery_slots where start_time = '10:00'")
        let plan = #"{"fulfillment_type":"DELIVERY","delivery_slot_id":\#(slot)}"#
        #expect(
            try await person.client.api("POST", "/checkout/preview", plan).data["delivery_fee"] as? String == "29.90")
        let fee = try await admin.api("PUT", "/admin/settings", try Self.body(["delivery_fee_under_min": 12.5]))
        #expect(fee.status == 200, "\(fee.body)")
        #expect(Self.isEqual(fee.data, ["delivery_fee_under_min": "12.50"]))
        #expect(
            try await person.client.api("POST", "/checkout/preview", plan).data["delivery_fee"] as? String == "12.50")
        #expect(
            try await MasterDataTests.audit(of: fee) { try await shop.sql($0, $1) } == [
                "settings UPDATE api.settings_update admin@mami.local"
            ])
        #expect(Self.isEqual(try await manager.api("GET", "/admin/settings").data, ["delivery_fee_under_min": "12.50"]))

        // Opening hours.
        let late = try await admin.api("PUT", "/admin/settings", try Self.body(["delivery_start_time": "12:00"]))
        #expect(late.status == 200)
        #expect(try await person.client.api("POST", "/checkout/preview", plan).code == "INVALID_SLOT")

        // When money is taken.
        let held = try await admin.api("PUT", "/admin/settings", try Self.body(["capture": "on_ready"]))
        #expect(held.status == 200)
        let order = try await person.client.api("POST", "/checkout/confirm", plan, key: "held")
        #expect(order.status == 201, "\(order.body)")
        let bought = try await manager.api("GET", "/orders/\(order.data["order_id"] as? Int ?? 0)")
        #expect((bought.data["payment"] as? [String: Any])?["status"] as? String == "AUTHORIZED")

        // The warehouse.
        let moved = try await admin.api("PUT", "/admin/settings", try Self.body(["warehouse_branch_id": 2]))
        #expect(moved.status == 200)
        #expect(
            try await MasterDataTests.audit(of: moved) { try await shop.sql($0, $1) }.sorted() == [
                "branches UPDATE api.settings_update admin@mami.local",
                "branches UPDATE api.settings_update admin@mami.local",
                "settings UPDATE api.settings_update admin@mami.local",
            ])
        #expect(try await manager.api("GET", "/branches/delivery-source").data["id"] as? Int == 2)
        #expect(try await manager.api("PATCH", "/admin/branches/2/toggle?active=false").code == "WAREHOUSE_FIXED")
        #expect(try await manager.api("PATCH", "/admin/branches/1/toggle?active=false").status == 200)
        #expect(
            try await admin.api("PUT", "/admin/settings", try Self.body()).code == "BRANCH_NOT_FOUND", "it is closed")

        // A gateway that is told otherwise at its start says so; the database wins.
        let third = try await shop.start(["DELIVERY_FEE_UNDER_MIN": "1.00"], port: try LoopbackPort.free())
        defer { third.terminate() }
        #expect(
            try await manager.api("GET", "/admin/settings").data["delivery_fee_under_min"] as? String == "29.90")
        #expect(try await shop.number("select count(*) as n from store.check_invariants()") == 0)
    }

    @Test func settings_badOnes_areRefused_andChangeNothing() async throws {
        // None of these gets through, so the shared shop will do.
        let admin = try await Person.demo("admin@mami.local").client
        let before = try await admin.api("GET", "/admin/settings").body
        for name in Self.settings.keys where Self.limits[name] == nil {
            let reply = try await admin.api("PUT", "/admin/settings", try Self.body(without: name))
            #expect(reply.status == 400)
            #expect(Self.fields(reply) == [name], "a PUT has all of these")
        }
        for (name, value) in [
            ("delivery_min_total", "-1"), ("delivery_min_total", 100_001), ("delivery_fee_under_min", "1.234"),
            ("delivery_fee_under_min", 10_001), ("delivery_start_time", "6:00"), ("delivery_start_time", "24:01"),
            ("delivery_end_time", "06:00"), ("delivery_end_time", "noon"), ("delivery_slot_hours", 0),
            ("delivery_slot_hours", 13), ("warehouse_branch_id", "x"), ("vat_rate", "100.01"), ("vat_rate", -1),
            ("time_zone", "Asia/Atlantis"), ("time_zone", "XYZ5"), ("time_zone", ""), ("capture", "later"),
            ("order_min_total", 0), ("order_min_total", "1000000"), ("order_max_total", "1000000"),
            ("cart_max_lines", 0), ("cart_max_lines", 1001), ("cart_max_quantity", 1000),
            ("booking_cutoff_minutes", -1), ("pickup_lead_minutes", 1441),
            ("payment_action_minutes", 0), ("payment_action_minutes", 1441),
            ("picking_lease_minutes", 0), ("picking_lease_minutes", 1441),
        ] as [(String, Any)] {
            let reply = try await admin.api("PUT", "/admin/settings", try Self.body([name: value]))
            #expect(reply.status == 400, "\(name) \(value): \(reply.body)")
            #expect(Self.fields(reply) == [name], "\(name) \(value): \(reply.body)")
        }
        let crossed = try await admin.api(
            "PUT", "/admin/settings", try Self.body(["order_min_total": 500, "order_max_total": 400]))
        #expect(Self.fields(crossed) == ["order_min_total"], "the least is not above the most")
        let both = try await admin.api(
            "PUT", "/admin/settings",
            try Self.body(["delivery_end_time": "07:00", "time_zone": "Asia/Atlantis"]))
        #expect(Self.fields(both) == ["delivery_slot_hours", "time_zone"], "all that is wrong is told at once")
        let gone = try await admin.api("PUT", "/admin/settings", try Self.body(["warehouse_branch_id": 999_999]))
        #expect(gone.status == 404)
        #expect(gone.code == "BRANCH_NOT_FOUND")
        let unknown = try await admin.api("PUT", "/admin/settings", try Self.body(["currency": "usd"]))
        #expect(Self.fields(unknown) == ["currency"])
        let refused = try await Person.demo("manager@mami.local").client.api(
            "PUT", "/admin/settings", try Self.body(["vat_rate": 17]))
        #expect(refused.status == 403)
        #expect(try await admin.api("GET", "/admin/settings").body == before)
    }

    @Test func slot_story() async throws {
        let shop = try await Danger.make("slots")
        let gateway = try await shop.start()
        defer { gateway.terminate() }
        let admin = try await Person.demo("admin@mami.local", at: shop.gateway).client
        let manager = try await Person.demo("manager@mami.local", at: shop.gateway).client
        // The demo shop delivers all day: it is to open longer.
        #expect(
            try await admin.api("PUT", "/admin/settings", try Self.body(["delivery_end_time": "24:00"])).status == 200)
        func slot(_ start: String, _ end: String, day: Int = 0, capacity: Int = 2, more: String = "") -> String {
            #"{"day_of_week":\#(day),"start_time":"\#(start)","end_time":"\#(end)","capacity":\#(capacity)\#(more)}"#
        }

        let made = try await manager.api("POST", "/admin/delivery-slots", slot("22:00", "24:00"))
        #expect(made.status == 201, "\(made.body)")
        #expect(made.data["branch_id"] as? Int == 1, "at the warehouse, without being told")
        #expect(made.data["end_time"] as? String == "24:00")
        #expect(
            try await MasterDataTests.audit(of: made) { try await shop.sql($0, $1) } == [
                "delivery_slots INSERT api.delivery_slot_create manager@mami.local"
            ])
        let id = try #require(made.data["id"] as? Int)

        for (body, status, code, fields) in [
            (slot("21:00", "23:00"), 409, "SLOT_OVERLAP", []),
            (slot("22:00", "23:00", day: 1), 400, "VALIDATION_ERROR", ["end_time"]),
            (slot("24:00", "22:00", day: 1), 400, "VALIDATION_ERROR", ["end_time"]),
            (slot("05:00", "07:00", day: 1), 400, "VALIDATION_ERROR", ["start_time"]),
            (slot("22:00", "24:00", day: 1, more: #","branch_id":2"#), 400, "VALIDATION_ERROR", ["branch_id"]),
            (slot("22:00", "24:00", day: 1, more: #","branch_id":999999"#), 404, "BRANCH_NOT_FOUND", []),
            (slot("22:00", "24:00", day: 7), 400, "VALIDATION_ERROR", ["day_of_week"]),
            (slot("22:00", "24:00", day: 1, capacity: 0), 400, "VALIDATION_ERROR", ["capacity"]),
            (slot("22:00", "24:00", day: 1, capacity: 10_001), 400, "VALIDATION_ERROR", ["capacity"]),
            (slot("22:00", "25:00", day: 1), 400, "VALIDATION_ERROR", ["end_time"]),
            ("{}", 400, "VALIDATION_ERROR", ["day_of_week", "start_time", "end_time", "capacity"]),
        ] as [(String, Int, String, [String])] {
            let reply = try await manager.api("POST", "/admin/delivery-slots", body)
            #expect(reply.status == status, "\(body): \(reply.body)")
            #expect(reply.code == code, "\(body): \(reply.body)")
            #expect(Self.fields(reply) == fields, "\(body): \(reply.body)")
        }

        // Overlapping ones made at once.
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<6 {
                group.addTask {
                    try await manager.api("POST", "/admin/delivery-slots", slot("22:00", "24:00", day: 3)).status
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(statuses.sorted() == [201] + Array(repeating: 409, count: 5))

        // One with a booking.
        let person = try await Person.register(at: shop.gateway)
        let product = try await shop.number(
            "select min(product_id) as n from store.inventory where branch_id = 1 and on_hand > reserved")
        try await person.add(product)
        let order = try await person.client.api(
            "POST", "/checkout/confirm", #"{"fulfillment_type":"DELIVERY","delivery_slot_id":\#(id)}"#, key: "night")
        #expect(order.status == 201, "\(order.body)")
        _ = try await shop.sql("update store.slot_dates set booked = 2 where delivery_slot_id = \(id)")
        let shrunk = try await manager.api("PATCH", "/admin/delivery-slots/\(id)", #"{"capacity":1}"#)
        #expect(shrunk.status == 409)
        #expect(shrunk.code == "BELOW_BOOKED")
        #expect((shrunk.details["dates"] as? [[String: Any]])?.first?["booked"] as? Int == 2)
        _ = try await shop.sql("update store.slot_dates set booked = 1 where delivery_slot_id = \(id)")
        let days = try await manager.api("PATCH", "/admin/delivery-slots/\(id)", #"{"day_of_week":4}"#)
        #expect(days.status == 409)
        #expect(days.code == "SLOT_BOOKED", "\(days.body)")
        let grown = try await manager.api("PATCH", "/admin/delivery-slots/\(id)", #"{"capacity":9}"#)
        #expect(grown.status == 200)
        #expect(
            try await MasterDataTests.audit(of: grown) { try await shop.sql($0, $1) }.sorted() == [
                "delivery_slots UPDATE api.delivery_slot_update manager@mami.local",
                "slot_dates UPDATE api.delivery_slot_update manager@mami.local",
            ])
        let offered = try await manager.api("GET", "/delivery-slots?day_of_week=0&limit=200")
        let mine = (offered.json["data"] as? [[String: Any]])?.first { $0["id"] as? Int == id }
        #expect((mine?["dates"] as? [[String: Any]])?.first?["remaining"] as? Int == 8)

        // Off and on.
        let off = try await manager.api("PATCH", "/admin/delivery-slots/\(id)/toggle?active=false")
        #expect(off.data["is_active"] as? Bool == false)
        let beside = try await manager.api("POST", "/admin/delivery-slots", slot("22:00", "24:00"))
        #expect(beside.status == 201, "one that is off stands in nobody's way")
        let on = try await manager.api("PATCH", "/admin/delivery-slots/\(id)/toggle?active=true")
        #expect(on.code == "SLOT_OVERLAP")
        #expect(on.details["delivery_slot_id"] as? Int == beside.data["id"] as? Int)
        #expect(try await manager.api("GET", "/admin/delivery-slots/\(id)").data["capacity"] as? Int == 9)
        for (query, total) in [("?branch_id=2", 0), ("?is_active=false", 1), ("?day_of_week=0&is_active=true", 9)] {
            let list = try await manager.api("GET", "/admin/delivery-slots\(query)")
            #expect((list.json["pagination"] as? [String: Any])?["total"] as? Int == total, "\(query)")
        }
        for (method, path) in [
            ("GET", "/admin/delivery-slots/999999"), ("PATCH", "/admin/delivery-slots/999999"),
            ("PATCH", "/admin/delivery-slots/999999/toggle?active=true"),
        ] {
            #expect(try await manager.api(method, path).code == "DELIVERY_SLOT_NOT_FOUND", "\(method) \(path)")
        }
        #expect(try await shop.number("select count(*) as n from store.check_invariants()") == 0)
    }
}
