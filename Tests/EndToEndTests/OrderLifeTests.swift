import Foundation
import Testing

@testable import Gateway

/// An order from its confirm to the door, or back: what is delivered is what is paid, to the agora.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(5)))
struct OrderLifeTests {
    private static let danger = Task {
        let danger = try await Danger.make("order_life")
        _ = try await danger.start()
        return danger
    }

    /// A delivery of three lines, three units of each, that somebody has just bought.
    private struct Bought {
        let danger: Danger
        let key = UUID().uuidString
        let customer: Person
        let employee: Client
        let manager: Client
        let products: [Int64]
        let before: [Int64]
        let bookedBefore: Int64
        let orderID: Int
        let total: Int

        init(_ mode: CaptureMode) async throws {
            let danger = try await OrderLifeTests.danger.value
            try await danger.capture(mode)
            self.danger = danger
            employee = try await Person.demo("employee@mami.local", at: danger.gateway).client
            manager = try await Person.demo("manager@mami.local", at: danger.gateway).client
            customer = try await Person.register(at: danger.gateway)
            products = try await danger.sql(
                """
                select i.product_id as id
                from store.inventory as i
                join store.branches as b on b.branch_id = i.branch_id and b.is_warehouse
                join store.products as p on p.product_id = i.product_id and p.is_active
                join store.categories as c on c.category_id = p.category_id and c.is_active
                where i.on_hand - i.reserved >= 20
                order by i.product_id
                limit 3
                """
            ).map { try $0.integer("id") ?? 0 }
            before = try await Self.onHand(danger, products)
            bookedBefore = try await Self.booked(danger)
            for product in products { try await customer.add(product, 3) }
            let slots = try await customer.client.api("GET", "/delivery-slots?limit=200")
            let slot = try #require(
                (slots.json["data"] as? [[String: Any]])?.first { ($0["dates"] as? [Any])?.isEmpty == false }?["id"]
                    as? Int)
            let order = try await customer.client.api(
                "POST", "/checkout/confirm", #"{"fulfillment_type":"DELIVERY","delivery_slot_id":\#(slot)}"#, key: key)
            guard order.status == 201, let id = order.data["order_id"] as? Int else {
                throw WorldError("confirm: \(order.status) \(order.body)")
            }
            orderID = id
            total = Self.agorot(order.data["total_paid"])
        }

        static func agorot(_ amount: Any?) -> Int {
            Int(((Double(amount as? String ?? "") ?? -1) * 100).rounded())
        }

        static func onHand(_ danger: Danger, _ products: [Int64]) async throws -> [Int64] {
            var units: [Int64] = []
            for product in products {
                units.append(
                    try await danger.number(
                        """
                        select i.on_hand as n
                        from store.inventory as i
                        join store.branches as b on b.branch_id = i.branch_id and b.is_warehouse
                        where i.product_id = $1
                        """, [.integer(product)]))
            }
            return units
        }

        static func booked(_ danger: Danger) async throws -> Int64 {
            try await danger.number("select coalesce(sum(booked), 0)::bigint as n from store.slot_dates")
        }

        /// The order as staff see it.
        func order() async throws -> [String: Any] {
            try await employee.api("GET", "/ops/orders/\(orderID)").data
        }

        func item(_ index: Int) async throws -> Int {
            let items = try await order()["items"] as? [[String: Any]] ?? []
            let item = items.first { $0["product_id"] as? Int == Int(products[index]) }
            return try #require(item?["id"] as? Int)
        }

        func pick(_ index: Int, _ body: String) async throws -> Reply {
            try await employee.api(
                "PATCH", "/ops/orders/\(orderID)/items/\(try await item(index))/picked-status", body)
        }

        func status(_ client: Client, _ status: String) async throws -> Reply {
            try await client.api("PATCH", "/ops/orders/\(orderID)/status", #"{"status":"\#(status)"}"#)
        }

        /// Waits until the provider has kept so much, and holds nothing any more.
        func isKept(_ agorot: Int) async throws -> Bool {
            for _ in 0..<300 {
                let money = try await danger.money(ofKey: key)
                if money.taken - money.returned == agorot && money.held == 0 { return true }
                try await Task.sleep(for: .milliseconds(50))
            }
            return false
        }

        /// The books say the same, once the last effect is noted.
        func booksAreRight() async throws -> Bool {
            for _ in 0..<200 {
                if try await danger.number("select count(*) as n from api.danger_zone") == 0 { break }
                try await Task.sleep(for: .milliseconds(50))
            }
            return try await danger.number("select count(*) as n from store.check_invariants()") == 0
        }
    }

    @Test(arguments: [CaptureMode.onConfirm, .onReady])
    func deliveryWithShortAndMissing_costsWhatIsDelivered(_ mode: CaptureMode) async throws {
        let bought = try await Bought(mode)
        let list = try await bought.employee.api("GET", "/ops/orders?status=CREATED&branch_id=1")
        let row = (list.json["data"] as? [[String: Any]])?.first { $0["id"] as? Int == bought.orderID }
        #expect(row?["urgency"] is String && (row?["items"] as? [Any])?.count == 3)

        let claim = try await bought.employee.api("POST", "/ops/orders/claim-next", "{}", key: "claim-\(bought.key)")
        #expect(claim.status == 200 && claim.data["id"] as? Int == bought.orderID, "\(claim.body)")
        #expect(claim.data["status"] as? String == "IN_PROGRESS")
        let again = try await bought.employee.api("POST", "/ops/orders/claim-next", "{}", key: "claim-\(bought.key)")
        #expect(again.body == claim.body, "the same key is the same order")
        let late = try await bought.customer.client.api("POST", "/orders/\(bought.orderID)/cancel")
        #expect(late.status == 409 && late.code == "INVALID_STATUS_TRANSITION")
        #expect(late.details["from"] as? String == "IN_PROGRESS" && late.details["to"] as? String == "CANCELED")

        #expect(try await bought.status(bought.employee, "READY").code == "INVALID_STATUS_TRANSITION")
        #expect(try await bought.pick(0, #"{"picked_status":"PICKED"}"#).status == 200)
        let short = #"{"picked_status":"PICKED","picked_quantity":2,"operation_id":"scan-7","reason":"the last ones"}"#
        #expect(try await bought.pick(1, short).status == 200)
        let damage = try await bought.employee.api(
            "POST", "/ops/orders/\(bought.orderID)/items/\(try await bought.item(0))/report-damage",
            #"{"quantity":1,"reason":"crushed"}"#, key: "damage-\(bought.key)")
        #expect(damage.status == 200)
        let version = try await bought.order()["version"] as? Int
        #expect(try await bought.pick(1, short).data["version"] as? Int == version, "said twice counts once")
        #expect(try await bought.pick(2, #"{"picked_status":"MISSING","expected_version":1}"#).code == "ORDER_CHANGED")
        #expect(try await bought.pick(2, #"{"picked_status":"MISSING"}"#).status == 200)
        #expect(try await bought.pick(2, #"{"picked_status":"PICKED","picked_quantity":4}"#).code == "VALIDATION_ERROR")
        #expect(try await bought.status(bought.employee, "READY").code == "INVALID_STATUS_TRANSITION")
        #expect(try await bought.status(bought.employee, "MISSING").status == 200)
        #expect(try await bought.pick(2, #"{"picked_status":"PICKED"}"#).code == "ORDER_NOT_IN_PROGRESS")
        #expect(try await bought.status(bought.employee, "READY").code == "INVALID_STATUS_TRANSITION")

        let ready = try await bought.status(bought.manager, "READY")
        #expect(ready.status == 200)
        let delivered = try #require(ready.data["items"] as? [[String: Any]]).reduce(0) {
            $0 + Bought.agorot($1["unit_price"]) * ($1["picked_quantity"] as? Int ?? 0)
        }
        let due = delivered + Bought.agorot(ready.data["delivery_fee"])
        #expect(Bought.agorot(ready.data["due_amount"]) == due && due < bought.total)
        #expect(Bought.agorot(ready.data["total_amount"]) == bought.total, "what was agreed stays what it was")
        #expect(try await bought.isKept(due))

        #expect(try await bought.status(bought.employee, "DELIVERED").code == "INVALID_STATUS_TRANSITION")
        #expect(try await bought.status(bought.employee, "OUT_FOR_DELIVERY").status == 200)
        #expect(try await bought.status(bought.employee, "DELIVERED").status == 200)
        #expect(try await bought.status(bought.manager, "CANCELED").code == "INVALID_STATUS_TRANSITION")
        #expect(try await bought.isKept(due))
        let left = try await Bought.onHand(bought.danger, bought.products)
        let gone: [Int64] = [4, 3, 3]
        #expect(left == zip(bought.before, gone).map { $0 - $1 }, "what was damaged or not found is not there")
        #expect(try await bought.booksAreRight())
    }

    @Test(arguments: [CaptureMode.onConfirm, .onReady])
    func canceledByItsCustomer_isAsIfItHadNeverBeen(_ mode: CaptureMode) async throws {
        let bought = try await Bought(mode)
        let path = "/orders/\(bought.orderID)/cancel"
        #expect(try await bought.employee.api("POST", path).status == 403)
        let stranger = try await Person.register(at: bought.danger.gateway)
        #expect(try await stranger.client.api("POST", path).code == "ORDER_NOT_FOUND")
        let first = try await bought.customer.client.api("POST", path, key: "cancel")
        #expect(first.status == 200 && first.data["status"] as? String == "CANCELED", "\(first.body)")
        #expect(first.data["due_amount"] as? String == "0.00")
        let second = try await bought.customer.client.api("POST", path, key: "cancel")
        #expect(second.body == first.body && second.headers["idempotent-replayed"] == "true")
        #expect(try await bought.customer.client.api("POST", path).code == "INVALID_STATUS_TRANSITION")
        #expect(try await bought.isKept(0))
        #expect(try await Bought.onHand(bought.danger, bought.products) == bought.before)
        #expect(try await Bought.booked(bought.danger) == bought.bookedBefore)
        #expect(try await bought.booksAreRight())
    }

    @Test func canceledByAManager_whileItIsPicked_bringsBackWhatIsThere() async throws {
        let bought = try await Bought(.onConfirm)
        #expect(try await bought.status(bought.employee, "IN_PROGRESS").status == 200)
        #expect(try await bought.pick(0, #"{"picked_status":"PICKED","picked_quantity":1}"#).status == 200)
        let canceled = try await bought.manager.api(
            "PATCH", "/ops/orders/\(bought.orderID)/status", #"{"status":"CANCELED","reason":"the customer rang"}"#)
        #expect(canceled.status == 200 && canceled.data["status_reason"] as? String == "the customer rang")
        #expect(try await bought.isKept(0))
        let left = try await Bought.onHand(bought.danger, bought.products)
        #expect(left == [bought.before[0] - 2, bought.before[1], bought.before[2]])
        #expect(try await bought.booksAreRight())
    }
}
