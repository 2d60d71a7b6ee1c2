import Fleet
import Foundation
import Postgres
import Testing

@testable import Gateway

/// The books against what the provider has: nothing after clean business, and each difference that is planted.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(5)))
struct ReconciliationTests {
    /// A shop whose provider tells nothing by itself, so that what is done there stays unknown here.
    private static let danger = Task {
        let danger = try await Danger.make("reconciliation", tellsEvents: false)
        _ = try await danger.start(["RECONCILIATION_POLL_MS": "100", "PAYMENT_TIMEOUT_MS": "10000"])
        return danger
    }

    private static func admin() async throws -> Client {
        try await Person.demo("admin@mami.local", at: danger.value.gateway).client
    }

    /// Runs one by hand, over today, to its end: the run, and the differences that are open then.
    private static func reconcile() async throws -> (
        run: [String: Any], differences: [(kind: String, reference: String)]
    ) {
        let admin = try await admin()
        let danger = try await danger.value
        let day = try await danger.sql("select store.local_now()::date::text as day").first?.text("day") ?? ""
        let asked = try await admin.api(
            "POST", "/admin/reconciliations", #"{"date_from":"\#(day)","date_to":"\#(day)"}"#)
        #expect(asked.status == 201, "\(asked.body)")
        let id = try #require(asked.data["id"] as? Int)
        for _ in 0..<600 {
            let list = try await admin.api("GET", "/admin/reconciliations?limit=20")
            let runs = list.json["data"] as? [[String: Any]] ?? []
            if let run = runs.first(where: { $0["id"] as? Int == id }), run["status"] as? String != "OPEN" {
                let found = try await admin.api("GET", "/admin/reconciliation-differences?is_settled=false&limit=100")
                let differences = (found.json["data"] as? [[String: Any]] ?? []).map {
                    ($0["kind"] as? String ?? "", $0["reference"] as? String ?? "")
                }
                return (run, differences)
            }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw WorldError("the run does not end")
    }

    private static func confirm(card: String) async throws -> Reply {
        let danger = try await danger.value
        let (branch, product) = try await danger.shelf()
        let person = try await Person.register(at: danger.gateway, card: card)
        try await person.add(product)
        return try await person.confirm(branch: branch)
    }

    /// An order, with what the provider calls its payment.
    private static func order(card: String = "pm_card_visa") async throws -> (id: Int, payment: String) {
        let reply = try await confirm(card: card)
        let id = try #require(reply.data["order_id"] as? Int, "\(reply.status) \(reply.body)")
        return (id, try #require(reply.data["payment_reference"] as? String))
    }

    private static func refund(_ order: Int) async throws -> String {
        let danger = try await danger.value
        let reply = try await admin().api(
            "POST", "/admin/orders/\(order)/refunds", #"{"amount":"2.00","reason":"late"}"#)
        let id = try #require(reply.data["id"] as? Int, "\(reply.body)")
        for _ in 0..<400 {
            let made = try await danger.sql(
                "select refund_reference from store.refunds where refund_id = $1 and status = 'SUCCEEDED'",
                [.integer(Int64(id))])
            if let reference = try made.first?.text("refund_reference") { return reference }
            try await Task.sleep(for: .milliseconds(25))
        }
        throw WorldError("the refund is not made")
    }

    private static func post(_ path: String, _ form: String) async throws {
        let reply = try await danger.value.provider.send("POST", path, form)
        #expect(reply.status == 200, "\(path): \(reply.body)")
    }

    @Test func cleanBusiness_hasNoDifferences_andEachThatIsPlantedIsFound() async throws {
        let danger = try await Self.danger.value
        // Orders with a refund, and held ones; a decline; another shop on the account.
        var orders: [(id: Int, payment: String)] = []
        for _ in 0..<7 { orders.append(try await Self.order()) }
        var refunds: [String] = []
        for order in orders.prefix(3) { refunds.append(try await Self.refund(order.id)) }
        try await danger.capture(.onReady)
        let held = try await Self.order()
        try await danger.capture(.onConfirm)
        #expect(try await Self.confirm(card: "pm_card_chargeDeclined").status == 400)
        try await Self.post(
            "/v1/payment_intents",
            "amount=5580&currency=ils&payment_method=pm_card_visa&confirm=true&metadata[shop]=another")
        let clean = try await Self.reconcile()
        #expect(clean.differences.isEmpty)
        #expect(clean.run["status"] as? String == "DONE" && clean.run["is_whole"] as? Bool == true)
        #expect(clean.run["payments"] as? Int == 9 && clean.run["refunds"] as? Int == 3)
        #expect(clean.run["foreign_objects"] as? Int == 1)

        // At the provider …
        let shop = try await danger.sql("select shop_id::text as shop from store.settings").first?.text("shop") ?? ""
        try await Self.post(
            "/v1/payment_intents",
            "amount=5580&currency=ils&payment_method=pm_card_visa&confirm=true&metadata[shop]=\(shop)")
        try await Self.post("/_control/refunds", "payment_intent=\(orders[3].payment)&amount=200")
        try await Self.post("/_control/expire_holds", "payment_intent=\(held.payment)")
        let disputed = try await Self.order(card: "pm_card_createDispute")
        // … and in the books, past all triggers.
        _ = try await danger.sql(
            """
            do $$
            begin
                set local session_replication_role = replica;
                update store.payments set captured_amount = captured_amount - 1 where order_id = \(orders[4].id);
                update store.payments set provider_reference = 'pi_gone' where order_id = \(orders[5].id);
                update store.checkout_attempts set intent_reference = 'pi_gone', provider_reference = 'pi_gone'
                where intent_reference = '\(orders[5].payment)';
                update store.checkout_attempts set currency = 'usd' where intent_reference = '\(orders[6].payment)';
                update store.refunds set refund_reference = 're_gone', provider_key = gen_random_uuid()
                where refund_reference = '\(refunds[0])';
                update store.refunds set status = 'FAILED' where refund_reference = '\(refunds[1])';
                update store.refunds set amount = amount + 1 where refund_reference = '\(refunds[2])';
                delete from store.payments where order_id = \(orders[6].id);
                update store.checkout_attempts
                set state = 'NEEDS_REVIEW', response_status = null, response_body = null, idempotency_key = coalesce(idempotency_key, 'k')
                where intent_reference = '\(orders[6].payment)';
            end;
            $$
            """)
        let planted = try await Self.reconcile()
        let found = Set(planted.differences.map { "\($0.kind) \($0.reference)" })
        let expected: Set<String> = [
            "refund unknown here \(refunds[0])", "refund missing there re_gone",
            "refund status differs \(refunds[1])", "refund amount differs \(refunds[2])",
            "amount held differs \(held.payment)", "amount captured differs \(orders[4].payment)",
            "payment missing there pi_gone", "payment unknown here \(orders[5].payment)",
            "currency differs \(orders[6].payment)", "attempt open, but paid \(orders[6].payment)",
        ]
        #expect(expected.subtracting(found) == [])
        let kinds = planted.differences.map(\.kind)
        #expect(kinds.count { $0 == "payment unknown here" } == 2, "that, and one that nobody here has made")
        #expect(kinds.count { $0 == "refund unknown here" } == 2, "that, and one of the dashboard")
        #expect(kinds.count { $0 == "dispute unknown here" } == 1, "of \(disputed.payment)")
        #expect(found.count == expected.count + 3, "and nothing else: \(found)")
        #expect(planted.run["differences"] as? Int == found.count)
        let waiting = try await danger.number("select count(*) as n from api.danger_zone where kind = 'difference'")
        #expect(waiting == Int64(found.count))
    }

    @Test func twoGateways_doTodaysOnce() async throws {
        let danger = try await Self.danger.value
        let other = try await danger.start(["RECONCILIATION_POLL_MS": "50"], port: try LoopbackPort.free())
        defer { kill(other.processIdentifier, SIGTERM) }
        // As if it were noon.
        _ = try await danger.sql(
            """
            update store.settings
            set time_zone = replace('Etc/GMT' || to_char(extract(hour from now() at time zone 'UTC')::integer - 12, 'SG90'), ' ', '')
            """)
        var done: Int64 = 0
        for _ in 0..<400 where done == 0 {
            done = try await danger.number(
                "select count(*) as n from store.reconciliations where is_daily and status = 'DONE' and period_end = store.local_now()::date::timestamp at time zone (select time_zone from store.settings)"
            )
            try await Task.sleep(for: .milliseconds(25))
        }
        #expect(done == 1)
        #expect(
            try await danger.number(
                "select coalesce(max(n), 0) as n from (select count(*) as n from store.reconciliations where is_daily group by period_end) as g"
            )
                == 1)
    }
}
