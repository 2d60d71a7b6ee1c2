import Foundation
import ShopClient

/// An admin who refunds a part of an order now and then, captures what is held, has another try at what has failed, and compares the
/// books with the provider's list.
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

    private struct Reason: Encodable, Sendable {
        var action: String?
        let reason = "storm"
    }

    private struct Days: Encodable, Sendable {
        let dateFrom: String
        let dateTo: String
    }

    private struct Numbered: Decodable, Sendable { let id: Int64 }

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
            switch Int.random(in: 0..<20, using: &generator) {
            case 0: await compare(until: deadline)
            case 1: await retryOne(until: deadline)
            default: await refund(until: deadline)
            }
        }
    }

    /// A part of an order; where that is only held, it is captured instead.
    private mutating func refund(until deadline: ContinuousClock.Instant) async {
        guard let order = log.current.confirmed.randomElement(using: &generator) else { return }
        let reply = await client.call(
            "POST", "/admin/orders/\(order.orderID)/refunds", RefundRequest(amount: "1.00", reason: "storm"),
            key: UUID().uuidString, until: deadline)
        count("refund", reply)
        if reply?.errorCode == "PAYMENT_NOT_CAPTURED" { await capture(order.orderID, until: deadline) }
    }

    /// All of what is held, or, as if something were missing, a part of it.
    private mutating func capture(_ orderID: Int64, until deadline: ContinuousClock.Instant) async {
        let amount = Int.random(in: 0..<3, using: &generator) == 0 ? "2.00" : nil
        let reply = await client.call(
            "POST", "/admin/orders/\(orderID)/capture", CaptureRequest(amount: amount), key: UUID().uuidString,
            until: deadline)
        count("capture", reply)
    }

    private func note(_ what: String, _ reply: Reply?, _ status: Int = 200) {
        log.countOutcome(reply?.status == status ? what : reply?.errorCode ?? "no answer")
    }

    private func count(_ what: String, _ reply: Reply?) {
        note(what, reply, 201)
        if reply == nil || reply?.status == 201 { log.countAsked(isAnswered: reply != nil) }
    }

    /// The newest refund that has failed, whatever has become of it.
    private func retryOne(until deadline: ContinuousClock.Instant) async {
        let reply = await client.call("GET", "/admin/refunds?status=FAILED&limit=1", until: deadline)
        guard let refund = try? reply?.data(as: [Numbered].self).first else { return }
        await retry(refund.id, until: deadline)
    }

    /// Has a refund tried again that has failed.
    func retry(_ refundID: Int64, until deadline: ContinuousClock.Instant) async {
        let reply = await client.call("POST", "/admin/refunds/\(refundID)/retry", Reason(), until: deadline)
        note("refund retried", reply)
    }

    /// Ends an order whose money is gone.
    func cancel(_ orderID: Int64, until deadline: ContinuousClock.Instant) async {
        let reply = await client.call("POST", "/orders/\(orderID)/cancel", key: UUID().uuidString, until: deadline)
        note("order canceled", reply)
    }

    /// What a human says of an attempt that waits for one: RETRY or RELEASE.
    func resolve(_ attemptID: Int64, _ action: String, until deadline: ContinuousClock.Instant) async {
        let path = "/admin/checkout-attempts/\(attemptID)/resolve"
        let reply = await client.call("POST", path, Reason(action: action), until: deadline)
        note("attempt resolved: \(action)", reply)
    }

    /// Asks for a comparison of the books with the provider's list, of yesterday and today; gives its number.
    @discardableResult
    func compare(until deadline: ContinuousClock.Instant) async -> Int64? {
        let zone = TimeZone(identifier: "Asia/Jerusalem") ?? .gmt
        let style = Date.ISO8601FormatStyle(timeZone: zone).year().month().day()
        let days = Days(dateFrom: Date(timeIntervalSinceNow: -86_400).formatted(style), dateTo: Date().formatted(style))
        let reply = await client.call(
            "POST", "/admin/reconciliations", days, key: UUID().uuidString, until: deadline)
        note("comparison", reply, 201)
        return reply?.status == 201 ? (try? reply?.data(as: Numbered.self).id) : nil
    }
}
