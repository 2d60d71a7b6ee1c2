import Fleet
import Foundation
import Testing

@testable import Gateway

/// Money that moves, or could move, after a checkout has ended without it; no event tells of it, as the gateways here know another
/// secret than the provider signs with.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(5)))
struct LateMoneyTests {
    private static let danger = Task { try await Danger.make("latemoney") }
    /// No event is believed, and nobody but the confirm drives an attempt.
    private static let deaf = ["PAYMENT_WEBHOOK_SECRET": "whsec_another", "RECONCILER_POLL_MS": "600000"]
    private static let working = ["PAYMENT_WEBHOOK_SECRET": "whsec_another"]

    private static func confirm(_ danger: Danger, card: String) async throws -> (reply: Reply?, key: String) {
        let (branch, product) = try await danger.shelf()
        let person = try await Person.register(at: danger.gateway, card: card)
        try await person.add(product)
        let key = UUID().uuidString
        return (try? await person.confirm(branch: branch, key: key), key)
    }

    private static func end(_ process: ChildProcess) async throws {
        kill(process.processIdentifier, SIGKILL)
        try await Program.waitForEnd(process, seconds: 10)
    }

    /// The gateway dies when the payment is made, and before its id is stored. Nobody knows the payment any more, so nobody confirms it.
    @Test func paymentThatWasNeverStored_takesNoMoney() async throws {
        let danger = try await Self.danger.value
        let doomed = try await danger.start(Self.deaf.merging(["CRASH_POINT": CrashPoint.afterPrepare.rawValue]) { $1 })
        let (_, key) = try await Self.confirm(danger, card: "pm_card_visa")
        try await Program.waitForEnd(doomed, seconds: 10)
        // Beyond the time in which it would be driven on.
        _ = try await danger.sql(
            """
            update store.checkout_attempts set created_at = created_at - interval '1 hour', lease_expires_at = now()
            where idempotency_key = $1
            """, [.text(key)])
        let successor = try await danger.start(Self.working)
        defer { kill(successor.processIdentifier, SIGKILL) }
        #expect(try await danger.state(ofKey: key, within: 20) { $0 == "EXPIRED" } == "EXPIRED")
        let intents = try await danger.intents(ofKey: key)
        #expect(intents.map { $0["status"] as? String } == ["requires_confirmation"])
        #expect(intents.map { $0["amount_received"] as? Int } == [0])
        #expect(
            try await danger.number(
                "select count(*) as n from store.checkout_attempts where idempotency_key = $1 and intent_reference is null",
                [.text(key)]) == 1)
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
        try await Self.end(successor)
    }

    /// An admin releases a checkout, and neither he nor the shop knows that its payment is paid, or may still be.
    @Test(arguments: [("pm_sim_error_after", "succeeded"), ("pm_sim_hang", "canceled")])
    func releasedByAHuman_itsPaymentIsGivenUpOrGivenBack(_ card: String, _ end: String) async throws {
        let danger = try await Self.danger.value
        let first = try await danger.start(Self.deaf)
        let (reply, key) = try await Self.confirm(danger, card: card)
        #expect(reply?.status == 202)
        try await Self.end(first)
        let attempt = try await danger.number(
            "select checkout_attempt_id as n from store.checkout_attempts where idempotency_key = $1", [.text(key)])
        _ = try await danger.sql("select api.checkout_review($1, 'a test')", [.integer(attempt)])
        _ = try await danger.sql(
            """
            select api.checkout_attempt_resolve(u.user_id, $1, 'RELEASE', 'he says that there is no money')
            from store.users as u
            where u.email = 'admin@mami.local'
            """, [.integer(attempt)])
        #expect(try await danger.state(ofKey: key, within: 1) { $0 == "EXPIRED" } == "EXPIRED")
        let successor = try await danger.start(Self.working)
        defer { kill(successor.processIdentifier, SIGKILL) }
        var waiting: Int64 = 1
        for _ in 0..<400 where waiting > 0 {
            try await Task.sleep(for: .milliseconds(50))
            waiting = try await danger.number("select count(*) as n from store.outbox where status <> 'DONE'")
        }
        #expect(waiting == 0)
        let money = try await danger.money(ofKey: key)
        #expect(try await danger.intents(ofKey: key).map { $0["status"] as? String } == [end])
        #expect(money.charges == (end == "succeeded" ? 1 : 0))
        #expect(money.taken == money.returned && money.held == 0)
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
        try await Self.end(successor)
    }
}
