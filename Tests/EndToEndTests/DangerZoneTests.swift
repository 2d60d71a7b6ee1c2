import Crypto
import Fleet
import Foundation
import Postgres
import Testing

@testable import Gateway

/// What ends a checkout by itself when the provider, the network or the database does not behave.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(10)))
struct DangerZoneTests {
    private static let danger = Task {
        let danger = try await Danger.make("danger")
        _ = try await danger.start()
        return danger
    }

    /// A card that was saved, and that the provider knows no more.
    private static let lostCard = "pm_nobody_has"

    /// Confirms a cart of one product, paid by a payment method that misbehaves.
    private static func confirm(
        _ danger: Danger,
        card: String,
        at url: String? = nil
    ) async throws -> (reply: Reply, key: String, person: Person, branch: Int64) {
        let (branch, product) = try await danger.shelf()
        let isLost = card == lostCard
        let person = try await Person.register(at: url ?? danger.gateway, card: isLost ? "pm_card_visa" : card)
        if isLost {
            _ = try await danger.sql(
                "update store.payment_tokens set provider_token = $2 where user_id = $1",
                [.integer(person.id), .text(card)])
        }
        try await person.add(product)
        let key = UUID().uuidString
        return (try await person.confirm(branch: branch, key: key), key, person, branch)
    }

    @Test(
        arguments: [
            ("pm_sim_once_error_before", "COMMITTED"), ("pm_sim_error_after", "COMMITTED"),
            ("pm_sim_once_error_after", "COMMITTED"), ("pm_sim_once_drop_after", "COMMITTED"),
            ("pm_sim_once_hang", "COMMITTED"), ("pm_sim_once_in_use", "COMMITTED"),
            ("pm_sim_delay_1500", "COMMITTED"), ("pm_sim_wrong_amount", "COMPENSATED"), (lostCard, "DECLINED"),
        ]
    )
    func fault_endsByItself(_ card: String, _ end: String) async throws {
        let danger = try await Self.danger.value
        let (reply, key, person, branch) = try await Self.confirm(danger, card: card)
        #expect(reply.status == (end == "DECLINED" ? 400 : 202))
        #expect(try await danger.state(ofKey: key, within: 20) { $0 == end } == end)
        let again = try await person.confirm(branch: branch, key: key)
        #expect(again.status == (end == "COMMITTED" ? 201 : 400))
        #expect(again.headers["idempotent-replayed"] == "true")
        let money = try await danger.money(ofKey: key)
        #expect(money.charges == (end == "DECLINED" ? 0 : 1))
        #expect(money.returned == (end == "COMPENSATED" ? money.taken : 0))
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
    }

    /// A provider that has failed may give that failure for a day to whoever comes with the same key.
    @Test(arguments: ["error_before", "error_after"])
    func failureThatTheProviderKeepsUnderItsKey_isNotTheEnd(_ fault: String) async throws {
        let danger = try await Self.danger.value
        let (branch, product) = try await danger.shelf()
        let person = try await Person.register(at: danger.gateway)
        try await person.add(product)
        let key = UUID().uuidString
        _ = try await danger.control(#"{"keeps_failures":true,"rates":{"\#(fault)":1}}"#)
        #expect(try await person.confirm(branch: branch, key: key).status == 202)
        _ = try await danger.control(#"{"rates":{"\#(fault)":0}}"#)
        #expect(try await danger.state(ofKey: key, within: 20) { $0 == "COMMITTED" } == "COMMITTED")
        _ = try await danger.control(#"{"keeps_failures":false}"#)
        #expect(try await danger.money(ofKey: key).charges == 1)
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
    }

    /// Where look-ups fail nothing is decided: what is in doubt stays so until the provider can be asked.
    @Test func lookUpsThatFail_decideNothing() async throws {
        let danger = try await Self.danger.value
        let (branch, product) = try await danger.shelf()
        let person = try await Person.register(at: danger.gateway, card: "pm_sim_once_error_after")
        try await person.add(product)
        let key = UUID().uuidString
        _ = try await danger.control(#"{"lookup_rates":{"error_before":1}}"#)
        #expect(try await person.confirm(branch: branch, key: key).status == 202)
        var tries: Int64 = 0
        for _ in 0..<400 where tries < 2 {
            try await Task.sleep(for: .milliseconds(25))
            tries = try await danger.number(
                "select tries as n from store.checkout_attempts where idempotency_key = $1", [.text(key)])
        }
        #expect(tries >= 2)
        #expect(try await danger.state(ofKey: key, within: 1) { $0 == "UNKNOWN" } == "UNKNOWN")
        _ = try await danger.control(#"{"lookup_rates":{"error_before":0}}"#)
        #expect(try await danger.state(ofKey: key, within: 20) { $0 == "COMMITTED" } == "COMMITTED")
        #expect(try await danger.money(ofKey: key).charges == 1)
    }

    @Test func tooManyRequests_areWaitedOut_withinTheConfirm() async throws {
        let danger = try await Self.danger.value
        let (reply, key, _, _) = try await Self.confirm(danger, card: "pm_sim_once_rate_limited")
        #expect(reply.status == 201)
        #expect(try await danger.money(ofKey: key).charges == 1)
    }

    @Test func providerAway_forAnHour_attemptsWait_andEndWhenItIsBack() async throws {
        let danger = try await Danger.make("away")
        let gateway = try await danger.start(["CHECKOUT_RESUME_SECONDS": "3"])
        defer { kill(gateway.processIdentifier, SIGKILL) }
        // Of one payment the provider is never told that it is confirmed, the other is charged just before the provider goes away.
        let unknown = try await Self.confirm(danger, card: "pm_sim_hang")
        let charged = try await Self.confirm(danger, card: "pm_sim_error_after")
        #expect(charged.reply.status == 202 && unknown.reply.status == 202)
        kill(danger.simulatorPID.withLock { $0 }, SIGKILL)
        // Past the window of 3 s, in which the charge would be sent again.
        try await Task.sleep(for: .seconds(5))
        for key in [charged.key, unknown.key] {
            #expect(try await danger.state(ofKey: key, within: 1) { $0 == "UNKNOWN" } == "UNKNOWN")
        }
        #expect(try await danger.number("select sum(reserved) as n from store.inventory") == 2, "stock stays locked")

        try await danger.startSimulator()
        _ = try await danger.control(#"{"clock_offset_s":3600}"#)
        #expect(try await danger.state(ofKey: charged.key, within: 20) { $0 == "COMMITTED" } == "COMMITTED")
        #expect(try await danger.state(ofKey: unknown.key, within: 20) { $0 == "EXPIRED" } == "EXPIRED")
        #expect(try await danger.money(ofKey: charged.key).charges == 1)
        #expect(try await danger.money(ofKey: unknown.key).charges == 0)
        #expect(try await charged.person.confirm(branch: charged.branch, key: charged.key).status == 201)
        let released = try await unknown.person.confirm(branch: unknown.branch, key: unknown.key)
        #expect(released.status == 400 && released.details["decline_code"] as? String == "expired")
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
    }

    @Test func lateCharge_ofAnExpiredAttempt_isGivenBack_byItsWebhook() async throws {
        let danger = try await Self.danger.value
        let (_, key, _, _) = try await Self.confirm(danger, card: "pm_sim_delay_1500")
        let attempt = try await danger.number(
            "select checkout_attempt_id as n from store.checkout_attempts where idempotency_key = $1", [.text(key)])
        // As if nobody had known of it for a quarter of an hour.
        _ = try await danger.sql("select api.checkout_expire($1)", [.integer(attempt)])
        var returned = 0
        for _ in 0..<200 where returned == 0 {
            try await Task.sleep(for: .milliseconds(50))
            returned = try await danger.money(ofKey: key).returned
        }
        let money = try await danger.money(ofKey: key)
        #expect(money.charges == 1 && money.taken == money.returned)
        #expect(try await danger.state(ofKey: key, within: 1) { $0 == "EXPIRED" } == "EXPIRED")
    }

    @Test func webhooks_needASignature_andCountOnce() async throws {
        let danger = try await Self.danger.value
        let client = Client(baseURL: danger.gateway)
        let id = "evt_\(UUID().uuidString)"
        let body = #"{"id":"\#(id)","type":"customer.created","data":{"object":{"id":"cus_1"}}}"#
        func send(_ secret: String, age: Int = 0, signed: String? = nil, body sent: String? = nil) async throws -> Reply
        {
            let time = Int(Date().timeIntervalSince1970) - age
            let code = HMAC<SHA256>.authenticationCode(
                for: Data("\(time).\(signed ?? body)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
            let hex = code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return try await client.send(
                "POST",
                "/webhooks/payments",
                sent ?? body,
                headers: ["Stripe-Signature": "t=\(time),v1=\(String(repeating: "0", count: 64)),v1=\(hex)"]
            )
        }
        #expect(try await send("whsec_wrong").code == "INVALID_SIGNATURE")
        #expect(try await send(Danger.webhookSecret, age: 400).code == "INVALID_SIGNATURE")
        #expect(try await send(Danger.webhookSecret, body: body + " ").code == "INVALID_SIGNATURE")
        #expect(try await client.send("POST", "/webhooks/payments", body).code == "INVALID_SIGNATURE")
        for unusable in [
            #"{"id":"evt_\u0000","type":"a.b"}"#, #"{"id":"\#(id)-2","type":"a.b","data":{"note":"\u0000"}}"#,
        ] {
            let reply = try await send(Danger.webhookSecret, signed: unusable, body: unusable)
            #expect(reply.status == 400 && reply.code == "VALIDATION_ERROR")
        }
        let outcomes = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<10 {
                group.addTask { try await send(Danger.webhookSecret).data["outcome"] as? String ?? "" }
            }
            return try await group.reduce(into: [String]()) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == "IGNORED" } == 1)
        #expect(outcomes.count { $0 == "DUPLICATE" } == 9)
    }

    @Test func review_isResolvedByAnAdmin_withAReason() async throws {
        let danger = try await Self.danger.value
        let (_, key, person, branch) = try await Self.confirm(danger, card: "pm_sim_hang")
        let attempt = try await danger.number(
            "select checkout_attempt_id as n from store.checkout_attempts where idempotency_key = $1", [.text(key)])
        _ = try await danger.sql("select api.checkout_review($1, 'a test')", [.integer(attempt)])
        let login = try await Client(baseURL: danger.gateway).api(
            "POST", "/auth/login", #"{"email":"admin@mami.local","password":"Mami-2026!"}"#)
        let admin = Client(baseURL: danger.gateway, token: login.data["access_token"] as? String)
        let list = try await admin.api("GET", "/admin/checkout-attempts?state=NEEDS_REVIEW")
        #expect((list.json["data"] as? [[String: Any]])?.contains { $0["id"] as? Int64 == attempt } == true)
        let resolved = try await admin.api(
            "POST",
            "/admin/checkout-attempts/\(attempt)/resolve",
            #"{"action":"RELEASE","reason":"the provider has no such charge"}"#
        )
        #expect(resolved.status == 200)
        #expect(try await person.confirm(branch: branch, key: key).code == "PAYMENT_FAILED")
        #expect(
            try await admin.api(
                "POST", "/admin/checkout-attempts/\(attempt)/resolve", #"{"action":"RETRY","reason":"x"}"#
            ).code == "ATTEMPT_CLOSED")
    }

    @Test func databaseRefuses_isAnsweredWith503_andForgottenSoonAfter() async throws {
        let danger = try await Danger.make("refusal")
        let gateway = try await danger.start()
        defer { kill(gateway.processIdentifier, SIGKILL) }
        let client = Client(baseURL: danger.gateway)
        let name = danger.databaseURL.split(separator: "/").last ?? ""
        let world = try await World.shared
        _ = try await world.sql("alter database \(name) allow_connections false")
        _ = try await world.sql(
            "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", [.text(String(name))])
        let seconds = World.environment["MAMI_CRASH_MATRIX"] == "all" ? 30 : 4
        let end = ContinuousClock.now + .seconds(seconds)
        var statuses: Set<Int> = []
        while ContinuousClock.now < end {
            let reply = try await client.api("GET", "/products?limit=5")
            statuses.insert(reply.status)
            #expect(reply.headers["retry-after"] != nil)
            #expect(try await client.send("GET", "/ready").status == 503)
        }
        #expect(statuses == [503])
        _ = try await world.sql("alter database \(name) allow_connections true")
        let back = ContinuousClock.now
        try await World.waitUntilReady(danger.gateway)
        #expect(ContinuousClock.now - back < .seconds(10))
        for _ in 0..<50 {
            let start = ContinuousClock.now
            #expect(try await client.api("GET", "/products?limit=5").status == 200)
            #expect(ContinuousClock.now - start < .seconds(1))
        }
    }

    @Test func keyOfAnOldCheckout_isForgotten_itsOrderIsNot() async throws {
        let danger = try await Self.danger.value
        let (reply, key, person, branch) = try await Self.confirm(danger, card: "pm_card_visa")
        let order = try #require(reply.data["order_id"] as? Int)
        _ = try await danger.sql(
            """
            update store.checkout_attempts set updated_at = clock_timestamp() - interval '73 hours'
            where idempotency_key = $1
            """,
            [.text(key)]
        )
        // A gateway looks when it starts, and now and then.
        let gateway = try await danger.start(port: try LoopbackPort.free())
        defer { kill(gateway.processIdentifier, SIGKILL) }
        #expect(try await danger.state(ofKey: key, within: 10) { $0 == "(none)" } == "(none)")
        #expect(try await person.client.api("GET", "/orders/\(order)").status == 200)
        #expect(try await person.confirm(branch: branch, key: key).code == "CART_EMPTY")
    }

    /// The provider's balance is low: a refund waits there, perhaps for days, and counts all the while.
    @Test(arguments: ["succeeded", "failed"])
    func refundThatWaits_isMadeOnce(_ end: String) async throws {
        let danger = try await Danger.make("waits_\(end)")
        let (key, orderID) = try await CrashMatrixTests.order(danger, .onConfirm)
        let gateway = try await danger.start()
        defer { kill(gateway.processIdentifier, SIGKILL) }
        let admin = "(select user_id from store.users where email = 'admin@mami.local')"
        _ = try await danger.control(#"{"refund_rates":{"pending":1}}"#)
        _ = try await danger.sql("select api.refund_create(\(admin), $1, 1.00, 'a test')", [.integer(orderID)])
        let isWaiting = "select count(*) as n from store.outbox where last_error like 'pending%' and tries >= 2"
        let isSeen = await wait(atMost: .seconds(20)) { (try? await danger.number(isWaiting)) == 1 }
        #expect(isSeen, "looked up again, and left where it is")
        #expect(try await danger.number("select count(*) as n from store.refunds where status = 'PENDING'") == 1)
        await #expect(throws: PostgresError.self, "what waits counts") {
            try await danger.sql(
                """
                select api.refund_create(\(admin), order_id, captured_amount - 0.99, 'too much')
                from store.payments where order_id = $1
                """,
                [.integer(orderID)])
        }
        _ = try await danger.control(#"{"refund_rates":{"pending":0},"pending_refunds":"\#(end)"}"#)
        let status = end == "failed" ? "FAILED" : "SUCCEEDED"
        let hasEnded = await wait(atMost: .seconds(30)) {
            (try? await danger.number("select count(*) as n from store.refunds where status = '\(status)'")) == 1
        }
        #expect(hasEnded)
        if end == "failed" {
            // A day later somebody has topped the account up; the provider has forgotten the key.
            _ = try await danger.control(#"{"clock_offset_s":90000}"#)
            _ = try await danger.sql("select api.refund_retry(\(admin), refund_id, 'topped up') from store.refunds")
            let isMade = await wait(atMost: .seconds(20)) {
                (try? await danger.number("select count(*) as n from store.refunds where status = 'SUCCEEDED'")) == 1
            }
            #expect(isMade)
        }
        #expect(try await danger.money(ofKey: key).returned == 100)
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
    }

    /// What the provider does without being asked: a refund that was made fails, somebody gives money back in its dashboard, a holder
    /// disputes. The books follow.
    @Test func whatTheProviderTells_isInTheBooks() async throws {
        let danger = try await Danger.make("told")
        let gateway = try await danger.start()
        defer { kill(gateway.processIdentifier, SIGKILL) }
        let admin = "(select user_id from store.users where email = 'admin@mami.local')"
        let (branch, product) = try await danger.shelf()
        let person = try await Person.register(at: danger.gateway, card: "pm_card_refundFail")
        try await person.add(product)
        let order = try await person.confirm(branch: branch)
        let orderID = Int64(try #require(order.data["order_id"] as? Int))
        let payment = try #require(order.data["payment_reference"] as? String)
        _ = try await danger.sql("select api.refund_create(\(admin), $1, 1.00, 'a test')", [.integer(orderID)])
        let failed = "select count(*) as n from store.refunds where status = 'FAILED' and refund_reference is not null"
        #expect(
            await wait(atMost: .seconds(20)) { (try? await danger.number(failed)) == 1 }, "it was made, and has failed")
        let kept = "select count(*) as n from store.payments where status = 'CAPTURED' and refunded_amount = 0"
        #expect(try await danger.number(kept) == 1)
        #expect(try await danger.number("select count(*) as n from api.danger_zone where kind = 'refund'") == 1)

        // By hand, at the provider: the form of its own documentation, with curl.
        let made = try await ChildProcess.run(
            "/usr/bin/curl",
            [
                "-sS", "\(danger.simulator)/v1/refunds", "-u", "\(World.apiKey):", "-d", "payment_intent=\(payment)",
                "-d", "amount=250",
            ])
        #expect(made.output.contains("\"re_"), "\(made.output)")
        let told = "select count(*) as n from store.refunds where is_of_provider and amount = 2.50"
        #expect(await wait(atMost: .seconds(20)) { (try? await danger.number(told)) == 1 })

        let other = try await Person.register(at: danger.gateway, card: "pm_card_createDispute")
        try await other.add(product)
        #expect(try await other.confirm(branch: branch).status == 201)
        let disputed =
            "select count(*) as n from store.disputes where status = 'needs_response' and reason = 'fraudulent'"
        // Perhaps told before the order stood: the provider does not wait for us.
        let isDisputed = await wait(atMost: .seconds(20)) { (try? await danger.number(disputed)) == 1 }
        #expect(isDisputed)
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
    }

    @Test func crashPoint_isRefusedInProduction() async throws {
        let result = try await ChildProcess.run(
            Program.path("gateway"), [], environment: ["APP_ENV": "production", "CRASH_POINT": "after_lock"])
        #expect(result.status == 1)
        #expect(result.output.contains("CRASH_POINT is refused in production"))
    }
}
