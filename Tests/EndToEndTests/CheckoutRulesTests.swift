import Fleet
import Foundation
import Postgres
import Testing

@testable import Gateway

/// How large an order may be, how near its time, and what it keeps of the moment in which it was locked: with a shop of its own, as these
/// are everybody's rules.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct CheckoutRulesTests {
    /// All settings as they are, with some of them changed.
    private static func put(_ changes: [String: Any], as admin: Client) async throws -> Reply {
        let members = try await admin.api("GET", "/admin/settings").data.merging(changes) { $1 }
        let body = String(decoding: try JSONSerialization.data(withJSONObject: members), as: UTF8.self)
        return try await admin.api("PUT", "/admin/settings", body)
    }

    /// A product for so much, of which the branch has a thousand.
    private static func product(_ price: String, branch: Int64, in shop: Danger) async throws -> Int64 {
        try await shop.number(
            """
            with made as (
                insert into store.products (category_id, name, sku, price, unit)
                select min(category_id), 'gold', gen_random_uuid()::text, $1::numeric, 'ingot' from store.categories
                returning product_id
            ),
            stocked as (
                insert into store.inventory (branch_id, product_id, on_hand) select $2, product_id, 1000 from made
                returning branch_id, product_id, on_hand
            )
            insert into store.inventory_movements (branch_id, product_id, kind, quantity)
            select branch_id, product_id, 'received', on_hand from stocked
            returning product_id as n
            """, [.text(price), .integer(branch)])
    }

    @Test func sizeOfAnOrder_isJudgedBeforeTheProviderIsAsked() async throws {
        let shop = try await Danger.make("sizes")
        let gateway = try await shop.start(Danger.patient)
        defer { gateway.terminate() }
        let admin = try await Person.demo("admin@mami.local", at: shop.gateway).client
        let pickup = #"{"fulfillment_type":"PICKUP","branch_id":2}"#

        // The provider charges 999,999.99 at the most, and about 2 ILS at the least.
        let gold = try await Self.product("99999.99", branch: 2, in: shop)
        let person = try await Person.register(at: shop.gateway)
        try await person.add(gold, 11)
        for path in ["/checkout/preview", "/checkout/confirm"] {
            let reply = try await person.client.api("POST", path, pickup, key: path.hasSuffix("confirm") ? "gold" : nil)
            #expect(reply.status == 400, "\(path)")
            #expect(reply.code == "CART_LIMIT", "\(path)")
            #expect(reply.details["limit"] as? String == "order_max_total", "\(path)")
            #expect(reply.details["maximum"] as? String == "999999.99", "\(path)")
            #expect(reply.details["actual"] as? String == "1099999.89", "\(path)")
        }
        // More than ten digits: a hundred and one such products, of each as many as a cart takes.
        _ = try await shop.sql(
            """
            with made as (
                insert into store.products (category_id, name, sku, price, unit)
                select min(k.category_id), 'gold', gen_random_uuid()::text, 99999.99, 'ingot'
                from store.categories as k cross join generate_series(1, 101) as n
                group by n
                returning product_id
            )
            insert into store.cart_items (cart_id, product_id, quantity)
            select c.cart_id, m.product_id, 999 from made as m cross join store.carts as c where c.user_id = $1
            """, [.integer(person.id)])
        #expect(try await person.client.api("GET", "/cart").status == 200)
        #expect(try await person.client.api("POST", "/checkout/preview", pickup).code == "CART_LIMIT")
        #expect(try await person.client.api("POST", "/checkout/confirm", pickup, key: "more").code == "CART_LIMIT")
        #expect(try await person.client.api("DELETE", "/cart").status == 200, "the cart is still the customer's")

        try await person.add(try await Self.product("1.99", branch: 2, in: shop))
        let small = try await person.client.api("POST", "/checkout/confirm", pickup, key: "small")
        #expect(small.code == "CART_LIMIT")
        #expect(small.details["minimum"] as? String == "2.00")
        #expect(try await Self.put(["order_min_total": "0.01"], as: admin).status == 200)
        let refused = try await person.client.api("POST", "/checkout/confirm", pickup, key: "small")
        #expect(refused.code == "PAYMENT_REFUSED", "less than the provider's own minimum ends at once: \(refused.body)")
        #expect(
            try await shop.number("select count(*) as n from store.checkout_attempts where state = 'DECLINED'") == 1)
        #expect(try await person.client.api("DELETE", "/cart").status == 200, "and leaves the cart as it was")

        // A cart takes as much as the settings say.
        #expect(try await Self.put(["cart_max_lines": 1, "cart_max_quantity": 2], as: admin).status == 200)
        try await person.add(gold, 1)
        func add(_ product: Int64, _ quantity: Int) async throws -> Reply {
            try await person.client.api(
                "POST", "/cart/items", #"{"product_id":\#(product),"quantity":\#(quantity)}"#)
        }
        let units = try await add(gold, 2)
        #expect(units.status == 400)
        #expect(units.code == "CART_LIMIT")
        #expect(units.details["actual"] as? Int == 3)
        let other = try await Self.product("5.00", branch: 2, in: shop)
        let lines = try await add(other, 1)
        #expect(lines.code == "CART_LIMIT")
        #expect(lines.details["limit"] as? String == "cart_max_lines")
        #expect(try await shop.number("select count(*) as n from store.check_invariants()") == 0)
    }

    @Test func pickupHour_tenWantItAtTwoGateways_asManyAsThereIsRoomForGetIt() async throws {
        let shop = try await Danger.make("pickups")
        let first = try await shop.start(Danger.patient)
        defer { first.terminate() }
        let otherPort = try LoopbackPort.free()
        let second = try await shop.start(port: otherPort)
        defer { second.terminate() }
        let manager = try await Person.demo("manager@mami.local", at: shop.gateway).client
        let bounded = try await manager.api("PATCH", "/admin/branches/2", #"{"pickup_capacity":3}"#)
        #expect(bounded.data["pickup_capacity"] as? Int == 3, "\(bounded.body)")
        let product = try await Self.product("9.90", branch: 2, in: shop)
        let day = try await shop.sql(
            "select ((store.local_now()::date + 1)::timestamp + time '10:00') at time zone 'Asia/Jerusalem' as t")
        let text = try #require(try day.first?.text("t"))
        let wish = text.replacing(" ", with: "T").replacing(/([+-]\d\d)$/) { "\($0.output.1):00" }
        let body = #"{"fulfillment_type":"PICKUP","branch_id":2,"pickup_at":"\#(wish)"}"#

        var people: [Person] = []
        for number in 0..<10 {
            let person = try await Person.register(
                at: number.isMultiple(of: 2) ? shop.gateway : "http://127.0.0.1:\(otherPort)")
            try await person.add(product)
            people.append(person)
        }
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
            for person in people {
                group.addTask { try await person.client.api("POST", "/checkout/confirm", body, key: "pickup") }
            }
            return try await group.reduce(into: [Reply]()) { $0.append($1) }
        }
        #expect(replies.count { $0.status == 201 } == 3, "\(replies.map(\.body))")
        #expect(replies.count { $0.status == 409 && $0.code == "SLOT_FULL" } == 7)

        // Whoever has no wish gets another hour; without a bound the hour is open to all.
        let late = try #require(
            try await shop.sql(
                """
                select u.user_id from store.users as u
                where u.email like 'person-%' and not exists (select from store.orders as o where o.user_id = u.user_id) limit 1
                """
            ).first?.integer("user_id"))
        let person = try #require(people.first { $0.id == late })
        let free = try await manager.api("PATCH", "/admin/branches/2", #"{"pickup_capacity":null}"#)
        #expect(free.status == 200)
        #expect(free.data["pickup_capacity"] is NSNull)
        #expect(try await person.client.api("POST", "/checkout/confirm", body, key: "again").status == 201)
        #expect(try await shop.number("select count(*) as n from store.check_invariants()") == 0)
    }

    @Test func cutOff_isNotOffered_andNotSold() async throws {
        let shop = try await Danger.make("cutoffs")
        let gateway = try await shop.start(Danger.patient)
        defer { gateway.terminate() }
        let admin = try await Person.demo("admin@mami.local", at: shop.gateway).client
        #expect(
            try await Self.put(["booking_cutoff_minutes": 1440, "pickup_lead_minutes": 1440], as: admin).status == 200)
        let slots = try await admin.api("GET", "/delivery-slots?limit=200").json["data"] as? [[String: Any]] ?? []
        #expect(!slots.isEmpty)
        let offered = slots.flatMap { slot in
            (slot["dates"] as? [[String: Any]] ?? []).map { "\($0["date"] ?? "") \(slot["start_time"] ?? "")" }
        }
        #expect(!offered.isEmpty)
        let early = try await shop.number(
            """
            select count(*) as n from unnest($1::text[]) as t
            where t::timestamp at time zone 'Asia/Jerusalem' < now() + interval '24 hours' - interval '1 minute'
            """, [.text("{" + offered.map { "\"\($0)\"" }.joined(separator: ",") + "}")])
        #expect(early == 0)

        let person = try await Person.register(at: shop.gateway)
        try await person.add(try await Self.product("9.90", branch: 2, in: shop))
        let soon = Date(timeIntervalSinceNow: 23 * 3600).formatted(.iso8601)
        let reply = try await person.client.api(
            "POST", "/checkout/preview", #"{"fulfillment_type":"PICKUP","branch_id":2,"pickup_at":"\#(soon)"}"#)
        #expect(reply.status == 400)
        #expect(reply.code == "INVALID_SLOT")
        #expect(reply.details["reason"] as? String == "picking takes longer than that")
    }

    @Test func order_keepsItsVATByClass() async throws {
        let shop = try await Danger.make("vat")
        let gateway = try await shop.start(Danger.patient)
        defer { gateway.terminate() }
        let manager = try await Person.demo("manager@mami.local", at: shop.gateway).client
        let person = try await Person.register(at: shop.gateway)
        let taxed = try await Self.product("11.80", branch: 2, in: shop)
        let fresh = try await Self.product("10.00", branch: 2, in: shop)
        #expect(
            try await manager.api("PATCH", "/admin/products/\(fresh)", #"{"vat_class":"ZERO"}"#).data["vat_class"]
                as? String == "ZERO")
        try await person.add(taxed, 2)
        try await person.add(fresh)
        let preview = try await person.client.api(
            "POST", "/checkout/preview", #"{"fulfillment_type":"PICKUP","branch_id":2}"#)
        #expect(preview.data["total"] as? String == "33.60")
        #expect(preview.data["vat_included"] as? String == "3.60")
        let made = try await person.confirm(branch: 2)
        #expect(made.status == 201, "\(made.body)")
        let order = try await person.client.api("GET", "/orders/\(made.data["order_id"] as? Int ?? 0)").data
        #expect(order["vat_included"] as? String == "3.60")
        #expect(order["vat_rate"] as? String == "18.00")
        #expect(order["delivery_fee_vat"] as? String == "0.00")
        let items = order["items"] as? [[String: Any]] ?? []
        #expect(items.map { $0["vat_class"] as? String } == ["STANDARD", "ZERO"])
        #expect(items.map { $0["vat_rate"] as? String } == ["18.00", "0.00"])
        #expect(items.map { $0["vat_amount"] as? String } == ["3.60", "0.00"])
        #expect(try await shop.number("select count(*) as n from store.check_invariants()") == 0)
    }
}
