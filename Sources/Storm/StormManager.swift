import Foundation
import ShopClient

/// An admin who refunds a part of an order now and then, and captures what is held.
struct StormManager: StormActor {
    let log: StormLog
    var client: StormClient
    var generator: SeededGenerator

    private struct Login: Encodable, Sendable {
        let email: String
        let password: String
    }

    private struct RefundRequest: Encodable, Sendable {
        let amount: String
        let reason: String
    }

    private struct CaptureRequest: Encodable, Sendable {
        let amount: String?
    }

    mutating func prepare() async throws {
        let login = Login(email: "admin@mami.local", password: "Mami-2026!")
        let deadline = ContinuousClock.now + .seconds(60)
        guard let reply = await client.call("POST", "/auth/login", login, until: deadline), reply.status == 200 else {
            throw ShoppingError.unexpected("login", 0, "")
        }
        client.accessToken = try reply.data(as: Session.self).accessToken
    }

    mutating func act(until end: ContinuousClock.Instant, atTheLatest deadline: ContinuousClock.Instant) async {
        while ContinuousClock.now < end {
            try? await Task.sleep(for: .milliseconds(Int.random(in: 300...900, using: &generator)))
            guard let order = log.current.confirmed.randomElement(using: &generator) else { continue }
            // A lost answer may make a second refund: never more than was paid, which the books check.
            let reply = await client.call(
                "POST",
                "/admin/orders/\(order.orderID)/refunds",
                RefundRequest(amount: "1.00", reason: "storm"),
                until: deadline
            )
            log.countOutcome(reply?.status == 201 ? "refund" : reply?.errorCode ?? "no answer")
            if reply?.errorCode == "PAYMENT_NOT_CAPTURED" { await capture(order.orderID, until: deadline) }
        }
    }

    /// All of what is held, or, as if something were missing, a part of it.
    private mutating func capture(_ orderID: Int64, until deadline: ContinuousClock.Instant) async {
        let amount = Int.random(in: 0..<3, using: &generator) == 0 ? "2.00" : nil
        let reply = await client.call(
            "POST", "/admin/orders/\(orderID)/capture", CaptureRequest(amount: amount), until: deadline)
        log.countOutcome(reply?.status == 201 ? "capture" : reply?.errorCode ?? "no answer")
    }
}
