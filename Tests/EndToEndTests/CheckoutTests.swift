import Foundation
import Testing

/// From cart to order, and every way that it can end.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct CheckoutTests {
    @Test func firstOrder_isPaidDeductedAndAudited() async throws {
        let world = try await World.shared
        let shelf = try await Shelf.make(units: 10)
        let person = try await Person.register()
        try await person.add(shelf.productID, 3)
        let preview = try await person.client.api(
            "POST",
            "/checkout/preview",
            #"{"fulfillment_type":"PICKUP","branch_id":\#(shelf.branchID)}"#
        )
        #expect(preview.data["total"] as? String == "29.70")
        let order = try await person.confirm(branch: shelf.branchID)
        #expect(order.status == 201)
        #expect(order.data["total_paid"] as? String == "29.70")
        let id = try #require(order.data["order_id"] as? Int)
        #expect(order.headers["location"] == "/api/v1/orders/\(id)")
        let seen = try await person.client.api("GET", "/orders/\(id)")
        #expect((seen.data["payment"] as? [String: Any])?["status"] as? String == "CAPTURED")
        #expect(try await shelf.stock() == [7, 0])
        let audited = try await world.sql(
            """
            select string_agg(distinct entity_type, ',' order by entity_type) as tables from audit.entries
            where actor_user_id = $1 and source = 'api.checkout_commit' and db_user = 'mami_gateway' and request_id = $2
            """,
            [.integer(person.id), .text(order.headers["x-request-id"] ?? "")]
        )
        #expect(
            try audited.first?.text("tables")
                == "carts,checkout_attempts,inventory,inventory_movements,order_items,order_pickups,orders,payment_events,payments"
        )
        #expect(try await world.violations().isEmpty)
    }

    @Test func delivery_takesAPlaceOfTheSlot() async throws {
        let person = try await Person.register()
        let products = try await person.client.api("GET", "/products?q=bananas&in_stock=true&limit=1")
        let product = try #require((products.json["data"] as? [[String: Any]])?.first?["id"] as? Int)
        try await person.add(Int64(product), 1)
        let slots = try await person.client.api("GET", "/delivery-slots?limit=1")
        let slot = try #require((slots.json["data"] as? [[String: Any]])?.first)
        let body = #"{"fulfillment_type":"DELIVERY","delivery_slot_id":\#(try #require(slot["id"] as? Int))}"#
        let order = try await person.client.api("POST", "/checkout/confirm", body, key: "delivery")
        #expect(order.status == 201)
        let id = try #require(order.data["order_id"] as? Int)
        let seen = try await person.client.api("GET", "/orders/\(id)")
        #expect((seen.data["delivery"] as? [String: Any])?["slot_id"] as? Int == slot["id"] as? Int)
    }

    @Test func lastUnit_fiftyShoppers_oneGetsIt() async throws {
        let shelf = try await Shelf.make(units: 1)
        let people = try await withThrowingTaskGroup(of: Person.self) { group in
            for _ in 0..<50 { group.addTask { try await Person.register() } }
            return try await group.reduce(into: [Person]()) { $0.append($1) }
        }
        for person in people { try await person.add(shelf.productID) }
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
            for person in people { group.addTask { try await person.confirm(branch: shelf.branchID) } }
            return try await group.reduce(into: [Reply]()) { $0.append($1) }
        }
        #expect(replies.count { $0.status == 201 } == 1)
        #expect(replies.count { $0.status == 409 && $0.code == "INSUFFICIENT_STOCK" } == 49)
        #expect(try await shelf.stock() == [0, 0])
        #expect(try await World.shared.violations().isEmpty)
    }

    @Test func sameKey_hundredTimesAtOnce_isOneOrderAndOneCharge() async throws {
        let world = try await World.shared
        let shelf = try await Shelf.make(units: 100)
        let person = try await Person.register(card: "pm_sim_delay_300")
        try await person.add(shelf.productID)
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<100 { group.addTask { try await person.confirm(branch: shelf.branchID, key: "one") } }
            return try await group.reduce(into: [Reply]()) { $0.append($1) }
        }
        let again = try await person.confirm(branch: shelf.branchID, key: "one")
        #expect(again.status == 201)
        #expect(again.headers["idempotent-replayed"] == "true")
        for reply in replies {
            if reply.status == 201 {
                #expect(reply.body == again.body, "byte for byte")
            } else {
                #expect(reply.status == 409 && reply.code == "IDEMPOTENCY_IN_PROGRESS")
                #expect(reply.headers["retry-after"] != nil)
            }
        }
        #expect(replies.contains { $0.status == 201 })
        let attempt = try #require(again.data["attempt_id"] as? Int)
        let known = try await world.sql(
            "select provider_key::text as key from store.checkout_attempts where checkout_attempt_id = $1",
            [.integer(Int64(attempt))])
        let charges = try await Client(baseURL: world.simulator).send(
            "GET",
            "/v1/payment_intents/search?query=metadata%5B'checkout_attempt'%5D%3A'\(try known.first?.text("key") ?? "")'",
            headers: ["Authorization": "Bearer \(World.apiKey)"]
        )
        #expect((charges.json["data"] as? [Any])?.count == 1)
        #expect(try await shelf.stock() == [99, 0])
    }

    @Test func sameTwoProducts_inOppositeOrder_neverDeadlock() async throws {
        let one = try await Shelf.make(units: 1000)
        let two = try await Shelf.make(units: 1000)
        let replies = try await withThrowingTaskGroup(of: [Reply].self) { group in
            for products in [[one, two], [two, one], [one, two], [two, one]] {
                group.addTask {
                    let person = try await Person.register()
                    var replies: [Reply] = []
                    for _ in 0..<25 {
                        for shelf in products { try await person.add(shelf.productID) }
                        replies.append(try await person.confirm(branch: one.branchID))
                    }
                    return replies
                }
            }
            return try await group.reduce(into: [Reply]()) { $0 += $1 }
        }
        #expect(replies.count { $0.status == 201 } == 100)
        #expect(try await one.stock() == [900, 0])
        #expect(try await two.stock() == [900, 0])
    }

    @Test func declinedCard_leavesEverythingAsBefore_andIsReplayed() async throws {
        let shelf = try await Shelf.make(units: 5)
        let person = try await Person.register(card: "pm_card_chargeDeclinedInsufficientFunds")
        try await person.add(shelf.productID, 2)
        let refused = try await person.confirm(branch: shelf.branchID, key: "declined")
        #expect(refused.status == 400)
        #expect(refused.code == "PAYMENT_FAILED")
        #expect(refused.details["decline_code"] as? String == "insufficient_funds")
        let again = try await person.confirm(branch: shelf.branchID, key: "declined")
        #expect(again.body == refused.body)
        #expect(again.headers["idempotent-replayed"] == "true")
        #expect(try await shelf.stock() == [5, 0])
        #expect(try await person.client.api("GET", "/cart").data["item_count"] as? Int == 2)
        _ = try await person.client.api(
            "POST", "/me/payment-tokens", #"{"provider_token":"pm_card_visa","is_default":true}"#)
        #expect(try await person.confirm(branch: shelf.branchID, key: "paid").status == 201)
        #expect(try await shelf.stock() == [3, 0])
    }

    @Test func silentProvider_isAnsweredWith202_andKeepsTheLock() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway(["PAYMENT_TIMEOUT_MS": "300"])
        defer { process.terminate() }
        let shelf = try await Shelf.make(units: 5)
        let person = try await Person.register(at: url, card: "pm_sim_delay_3000")
        try await person.add(shelf.productID, 2)
        let reply = try await person.confirm(branch: shelf.branchID, key: "slow")
        #expect(reply.status == 202)
        #expect(reply.data["state"] as? String == "UNKNOWN")
        let attempt = try #require(reply.data["attempt_id"] as? Int)
        #expect(reply.headers["location"] == "/api/v1/checkout/attempts/\(attempt)")
        #expect(reply.headers["retry-after"] != nil)
        #expect(
            try await person.client.api("GET", "/checkout/attempts/\(attempt)").data["state"] as? String == "UNKNOWN")
        #expect(try await person.confirm(branch: shelf.branchID, key: "slow").code == "IDEMPOTENCY_IN_PROGRESS")
        let other = try await person.confirm(branch: shelf.branchID, key: "other")
        #expect(other.code == "CHECKOUT_IN_PROGRESS")
        #expect(other.details["attempt_id"] as? Int == attempt)
        let edit = try await person.client.api("DELETE", "/cart")
        #expect(edit.code == "CHECKOUT_IN_PROGRESS")
        #expect(try await shelf.stock() == [5, 2])
        #expect(try await world.violations().isEmpty)
    }

    @Test func refusals_leaveTheKeyFree() async throws {
        let shelf = try await Shelf.make(units: 2)
        let person = try await Person.register()
        func confirm(_ body: String, key: String? = "k") async throws -> Reply {
            try await person.client.api("POST", "/checkout/confirm", body, key: key)
        }
        let pickup = #"{"fulfillment_type":"PICKUP","branch_id":\#(shelf.branchID)"#
        #expect(
            try await confirm(#"{"fulfillment_type":"PICKUP","cart_id":999999999}"#).code == "VALIDATION_ERROR",
            "what was asked is judged before what there is")
        #expect(try await confirm(pickup + "}", key: nil).code == "MISSING_IDEMPOTENCY_KEY")
        #expect(try await confirm(pickup + "}").code == "CART_EMPTY")
        try await person.add(shelf.productID, 3)
        let short = try await confirm(pickup + "}")
        #expect(short.code == "INSUFFICIENT_STOCK")
        #expect(((short.details["missing"] as? [[String: Any]])?.first?["available_quantity"] as? Int) == 2)
        let item = try #require(
            (try await person.client.api("GET", "/cart").data["items"] as? [[String: Any]])?.first?["id"] as? Int)
        _ = try await person.client.api("PUT", "/cart/items/\(item)", #"{"quantity":1}"#)
        #expect(try await confirm(pickup + #","expected_total":"1.00"}"#).code == "TOTAL_CHANGED")
        #expect(try await confirm(pickup + #","cart_id":999999999}"#).code == "CART_NOT_FOUND")
        #expect(try await confirm(pickup + #","payment_token_id":999999999}"#).code == "PAYMENT_TOKEN_NOT_FOUND")
        #expect(try await confirm(#"{"fulfillment_type":"PICKUP","branch_id":999999999}"#).code == "BRANCH_NOT_FOUND")
        #expect(try await confirm(#"{"fulfillment_type":"PICKUP"}"#).code == "VALIDATION_ERROR")
        #expect(
            try await confirm(#"{"fulfillment_type":"DELIVERY","delivery_slot_id":999999999}"#).code == "INVALID_SLOT")
        #expect(try await confirm(pickup + #","expected_total":9.90}"#).status == 201)
        let again = try await confirm(pickup + #","expected_total":9.90,"address_id":null}"#)
        #expect(again.headers["idempotent-replayed"] == "true", "null is as good as left out")
        #expect(try await confirm(pickup + "}").code == "IDEMPOTENCY_KEY_REUSED")
    }
}
