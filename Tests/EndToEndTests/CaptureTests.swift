import Foundation
import Testing

@testable import Gateway

/// Money that is held at confirm and taken later, whatever the provider does meanwhile.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(5)))
struct CaptureTests {
    private static let danger = Task {
        let danger = try await Danger.make("capture")
        try await danger.capture(.onReady)
        _ = try await danger.start()
        return danger
    }

    /// An order whose money is held.
    private struct Held {
        let danger: Danger
        let orderID: Int
        let key: String
        let reference: String
        let person: Person
        let admin: Client

        static func make() async throws -> Held {
            let danger = try await CaptureTests.danger.value
            let (branch, product) = try await danger.shelf()
            let person = try await Person.register(at: danger.gateway)
            try await person.add(product)
            let key = UUID().uuidString
            let order = try await person.confirm(branch: branch, key: key)
            return Held(
                danger: danger,
                orderID: try #require(order.data["order_id"] as? Int),
                key: key,
                reference: try #require(order.data["payment_reference"] as? String),
                person: person,
                admin: try await CaptureTests.admin.value
            )
        }

        /// The payment as its customer sees it.
        func payment() async throws -> String {
            let order = try await person.client.api("GET", "/orders/\(orderID)")
            return (order.data["payment"] as? [String: Any])?["status"] as? String ?? ""
        }

        /// The same, waited for.
        func payment(becomes status: String) async throws -> Bool {
            for _ in 0..<300 {
                if try await payment() == status { return true }
                try await Task.sleep(for: .milliseconds(50))
            }
            return false
        }

        func capture(_ body: String = "{}", key: String? = nil) async throws -> Reply {
            try await admin.api("POST", "/admin/orders/\(orderID)/capture", body, key: key)
        }

        func refund(_ amount: String, key: String? = nil) async throws -> Reply {
            try await admin.api(
                "POST", "/admin/orders/\(orderID)/refunds", #"{"amount":"\#(amount)","reason":"a test"}"#,
                key: key)
        }

        /// Somebody's own hand at the provider.
        func byHand(_ call: String, _ form: String = "") async throws -> Reply {
            try await Client(baseURL: danger.simulator).send(
                "POST",
                "/v1/payment_intents/\(reference)/\(call)",
                form,
                headers: [
                    "Authorization": "Bearer \(World.apiKey)", "Content-Type": "application/x-www-form-urlencoded",
                ]
            )
        }
    }

    private static let admin = Task {
        let url = try await danger.value.gateway
        let login = try await Client(baseURL: url).api(
            "POST", "/auth/login", #"{"email":"admin@mami.local","password":"Mami-2026!"}"#)
        return Client(baseURL: url, token: login.data["access_token"] as? String)
    }

    @Test func sameKey_twentyTimesAtOnce_isOneCapture_andOneRefund() async throws {
        let held = try await Held.make()
        let captures = try await Self.atOnce { try await held.capture(#"{"amount":"3.00"}"#, key: "capture") }
        #expect(Set(captures.map(\.body)).count == 1 && captures.allSatisfy { $0.status == 201 })
        #expect(captures.count { $0.headers["idempotent-replayed"] == "true" } == 19)
        #expect(try await held.payment(becomes: "CAPTURED"))
        let refunds = try await Self.atOnce { try await held.refund("1.00", key: "refund") }
        #expect(Set(refunds.map(\.body)).count == 1 && refunds.allSatisfy { $0.status == 201 })
        #expect(try await held.payment(becomes: "PARTIALLY_REFUNDED"))
        #expect(try await held.refund("1.01", key: "refund").code == "IDEMPOTENCY_KEY_REUSED")
        #expect(try await held.danger.money(ofKey: held.key).returned == 100)
        // Without one it is another.
        #expect(try await held.refund("1.00").status == 201)
        #expect(try await held.danger.number("select count(*) as n from store.check_invariants()") == 0)
    }

    private static func atOnce(_ call: @escaping @Sendable () async throws -> Reply) async throws -> [Reply] {
        try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<20 { group.addTask(operation: call) }
            return try await group.reduce(into: []) { $0.append($1) }
        }
    }

    @Test func heldOrder_isCapturedInPart_thenRefunded() async throws {
        let held = try await Held.make()
        #expect(try await held.payment() == "AUTHORIZED")
        #expect(try await held.danger.money(ofKey: held.key).charges == 0)
        #expect(try await held.refund("1.00").code == "PAYMENT_NOT_CAPTURED")
        #expect(try await held.capture(#"{"amount":"99999.00"}"#).code == "CAPTURE_EXCEEDS_PAYMENT")
        #expect(try await held.capture(#"{"amount":"0.00"}"#).code == "VALIDATION_ERROR")
        let capture = try await held.capture(#"{"amount":"2.00","reason":"the rest is missing"}"#)
        #expect(capture.status == 201 && capture.data["amount"] as? String == "2.00")
        #expect(try await held.payment(becomes: "CAPTURED"))
        let money = try await held.danger.money(ofKey: held.key)
        #expect(money.charges == 1 && money.taken == 200 && money.held == 0)
        #expect(try await held.capture().code == "PAYMENT_NOT_AUTHORIZED")
        #expect(try await held.refund("2.01").code == "REFUND_EXCEEDS_PAYMENT")
        #expect(try await held.refund("2.00").status == 201)
        #expect(try await held.payment(becomes: "REFUNDED"))
        #expect(try await held.danger.number("select count(*) as n from store.check_invariants()") == 0)
    }

    @Test(arguments: ["error_before", "error_after", "drop_after", "hang", "in_use", "rate_limited"])
    func captureFault_endsByItself(_ fault: String) async throws {
        let held = try await Held.make()
        _ = try await held.danger.control(#"{"capture_rates":{"\#(fault)":1}}"#)
        #expect(try await held.capture().status == 201)
        var tries: Int64 = 0
        for _ in 0..<200 where tries == 0 {
            try await Task.sleep(for: .milliseconds(25))
            tries = try await held.danger.number("select count(*) as n from api.danger_zone where reason is not null")
        }
        #expect(tries == 1, "one is in doubt")
        #expect(try await held.payment() == "AUTHORIZED")
        _ = try await held.danger.control(#"{"capture_rates":{"\#(fault)":0}}"#)
        #expect(try await held.payment(becomes: "CAPTURED"))
        let money = try await held.danger.money(ofKey: held.key)
        #expect(money.charges == 1 && money.taken > 0 && money.held == 0)
        #expect(try await held.danger.number("select count(*) as n from store.check_invariants()") == 0)
    }

    @Test func holdTakenByHand_isKnown_whenItsCaptureComes() async throws {
        let held = try await Held.make()
        #expect(try await held.byHand("capture", "amount_to_capture=150").status == 200)
        #expect(try await held.capture(#"{"amount":"3.00"}"#).status == 201)
        #expect(try await held.payment(becomes: "CAPTURED"))
        let captured = try await held.danger.number(
            "select (captured_amount * 100)::bigint as n from store.payments where order_id = $1",
            [.integer(Int64(held.orderID))]
        )
        #expect(captured == 150, "what was taken, not what was asked for")
        #expect(try await held.danger.number("select count(*) as n from store.check_invariants()") == 0)
    }

    @Test func holdThatIsGone_isToldByItsWebhook_andWaitsForAHuman() async throws {
        let held = try await Held.make()
        #expect(try await held.byHand("cancel").status == 200)
        #expect(try await held.payment(becomes: "CANCELED"))
        let open = try await held.danger.number(
            """
            select count(*) as n from api.danger_zone as d join store.payments as p on p.payment_id = d.id
            where d.kind = 'payment' and d.due_at is null and p.order_id = $1
            """,
            [.integer(Int64(held.orderID))]
        )
        #expect(open == 1)
        #expect(try await held.capture().code == "PAYMENT_NOT_AUTHORIZED")
    }

    @Test func lateHold_ofAnExpiredAttempt_isLetGo() async throws {
        let danger = try await Self.danger.value
        let (branch, product) = try await danger.shelf()
        let person = try await Person.register(at: danger.gateway, card: "pm_sim_delay_6000")
        try await person.add(product)
        let key = UUID().uuidString
        #expect(try await person.confirm(branch: branch, key: key).status == 202)
        let attempt = try await danger.number(
            "select checkout_attempt_id as n from store.checkout_attempts where idempotency_key = $1", [.text(key)])
        // As if nobody had known of it for a quarter of an hour. The provider holds the money well after this, on a slow machine too:
        // had it told of it before, the attempt would be in doubt still, and this an end that the flow never makes.
        _ = try await danger.sql("select api.checkout_expire($1)", [.integer(attempt)])
        var letGo: Int64 = 0
        for _ in 0..<600 where letGo == 0 {
            try await Task.sleep(for: .milliseconds(50))
            letGo = try await danger.number(
                """
                select count(*) as n from store.captures
                where checkout_attempt_id = $1 and payment_id is null and amount = 0 and status = 'SUCCEEDED'
                """,
                [.integer(attempt)]
            )
        }
        #expect(letGo == 1)
        let money = try await danger.money(ofKey: key)
        #expect(money.charges == 0 && money.held == 0 && money.returned == 0)
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
    }
}
