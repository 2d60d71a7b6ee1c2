import Foundation
import Testing

@testable import Gateway

/// The steps of money that is held.
extension CrashMatrixTests {
    /// Captures of an order, by the outbox: a part is taken, the rest let go.
    @Test(arguments: [CrashPoint.outboxClaimed, .afterCapture, .outboxCompleted], [false, true])
    func gatewayDies_aCaptureIsMadeOnce(_ step: CrashPoint, _ losesTheAnswer: Bool) async throws {
        let danger = try await Self.danger.value
        let (key, orderID) = try await Self.order(danger, .onReady)
        #expect(try await danger.money(ofKey: key).held > 100)

        let doomed = try await danger.start(["CRASH_POINT": step.rawValue])
        if losesTheAnswer { _ = try await danger.control(#"{"capture_rates":{"drop_after":1}}"#) }
        _ = try await danger.sql(
            """
            select api.payment_capture(
                (select user_id from store.users where email = 'admin@mami.local'), $1, 1.00, 'a crash test'
            )
            """,
            [.integer(orderID)]
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
                [.integer(orderID)]
            )
            captured = max(captured, 0)
        }
        #expect(captured == 100)
        let money = try await danger.money(ofKey: key)
        #expect(money.charges == 1 && money.taken == 100 && money.held == 0 && money.returned == 0)
        try await Self.end(danger, [successor])
    }

    /// Money that is held and cannot become an order is let go, never taken and refunded, whoever dies on the way.
    @Test(arguments: [CrashPoint.afterCompensate, .beforeCancel, .afterCancel, .afterRelease])
    func gatewayDies_aHoldIsLetGo(_ step: CrashPoint) async throws {
        let money = try await compensated(dyingAt: step, .onReady, declineCode: "canceled")
        #expect(money.charges == 0 && money.held == 0 && money.returned == 0)
    }
}
