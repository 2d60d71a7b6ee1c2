import Foundation
import Testing

@testable import Gateway

/// The steps of money that is held.
extension CrashMatrixTests {
    /// Captures of an order, by the outbox: a part is taken, the rest let go.
    @Test(arguments: [CrashPoint.outboxClaimed, .afterCapture, .outboxCompleted], [false, true])
    func gatewayDies_aCaptureIsMadeOnce(_ step: CrashPoint, _ losesTheAnswer: Bool) async throws {
        let danger = try await Self.danger.value
        try await danger.capture(.onReady)
        let first = try await danger.start()
        let (branch, product) = try await Self.shelf(danger)
        let person = try await Person.register(at: danger.gateway)
        try await person.add(product)
        let key = UUID().uuidString
        let order = try await person.confirm(branch: branch, key: key)
        let orderID = try #require(order.data["order_id"] as? Int)
        kill(first.processIdentifier, SIGKILL)
        try await Program.waitForEnd(first, seconds: 5)
        #expect(try await danger.money(ofKey: key).held > 100)

        let doomed = try await danger.start(["CRASH_POINT": step.rawValue])
        if losesTheAnswer { _ = try await danger.control(#"{"capture_rates":{"drop_after":1}}"#) }
        _ = try await danger.sql(
            """
            select api.payment_capture(
                (select user_id from store.users where email = 'admin@mami.local'), $1, 1.00, 'a crash test'
            )
            """,
            [.integer(Int64(orderID))]
        )
        // A lost answer never completes at once: its story is the others'.
        try await Program.waitForEnd(doomed, seconds: losesTheAnswer && step == .outboxCompleted ? 1 : 8)
        if !losesTheAnswer { #expect(!doomed.isRunning) }
        if doomed.isRunning { kill(doomed.processIdentifier, SIGKILL) }
        _ = try await danger.control(#"{"capture_rates":{"drop_after":0}}"#)
        let successor = try await danger.start()
        defer { kill(successor.processIdentifier, SIGKILL) }
        var captured: Int64 = 0
        for _ in 0..<240 where captured == 0 {
            try await Task.sleep(for: .milliseconds(50))
            captured = try await danger.number(
                """
                select (captured_amount * 100)::bigint as n from store.payments
                where order_id = $1 and status = 'CAPTURED'
                """,
                [.integer(Int64(orderID))]
            )
            captured = max(captured, 0)
        }
        #expect(captured == 100)
        let money = try await danger.money(ofKey: key)
        #expect(money.charges == 1 && money.taken == 100 && money.held == 0 && money.returned == 0)
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
        kill(successor.processIdentifier, SIGKILL)
        try await Program.waitForEnd(successor, seconds: 5)
    }

    /// Money that is held and cannot become an order is let go, never taken and refunded, whoever dies on the way.
    @Test(arguments: [CrashPoint.afterCompensate, .beforeCancel, .afterCancel, .afterRelease])
    func gatewayDies_aHoldIsLetGo(_ step: CrashPoint) async throws {
        let danger = try await Self.danger.value
        try await danger.capture(.onReady)
        let doomed = try await danger.start(["CRASH_POINT": step.rawValue])
        let (branch, product) = try await Self.shelf(danger)
        let person = try await Person.register(at: danger.gateway, card: "pm_sim_wrong_amount")
        try await person.add(product)
        let key = UUID().uuidString
        _ = try? await person.confirm(branch: branch, key: key)
        try await Program.waitForEnd(doomed, seconds: 10)
        #expect(!doomed.isRunning)
        let successor = try await danger.start()
        defer { kill(successor.processIdentifier, SIGKILL) }
        #expect(try await danger.state(ofKey: key, within: 12) { $0 == "COMPENSATED" } == "COMPENSATED")
        let money = try await danger.money(ofKey: key)
        #expect(money.charges == 0 && money.held == 0 && money.returned == 0)
        let retry = try await person.confirm(branch: branch, key: key)
        #expect(retry.status == 400 && retry.details["decline_code"] as? String == "canceled")
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
        kill(successor.processIdentifier, SIGKILL)
        try await Program.waitForEnd(successor, seconds: 5)
    }
}
