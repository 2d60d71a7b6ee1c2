import AsyncHTTPClient
import Foundation
import NIOCore
import ShopClient

/// A customer who does not stop shopping when the shop cannot answer, and who waits a moment only where it says "not now".
struct OutageShopper: Sendable {
    let number: Int
    let runID: String
    let url: String
    let client: HTTPClient
    let catalog: Catalog
    let baskets: [[Int64]]
    let log: OutageLog
    /// What is confirmed goes here, for the books.
    let books: StormLog
    var generator: SeededGenerator
    var accessToken: String?

    /// Registers, with an address and a card.
    mutating func prepare() async throws {
        let registration = Registration(
            email: "outage-\(runID)-\(number)@example.com", password: "Shopping-2026", fullName: "Shopper \(number)")
        let reply = try await send("POST", "/auth/register", registration)
        guard reply.status == 201 else { throw ShoppingError.unexpected("register", reply.status, reply.errorCode) }
        accessToken = try reply.data(as: Session.self).accessToken
        _ = try await send("POST", "/me/addresses", Address(addressLine: "\(number + 1) Herzl Street", city: "Haifa"))
        _ = try await send(
            "POST", "/me/payment-tokens", Card(providerToken: "pm_card_visa", brand: "visa", last4: "4242"))
    }

    /// Shops until the end; the last checkout is brought to its own end by the deadline.
    mutating func shop(until end: ContinuousClock.Instant, atTheLatest deadline: ContinuousClock.Instant) async {
        var index = 0
        while ContinuousClock.now < end {
            let basket = (baskets.randomElement(using: &generator) ?? []).prefix(8)
            for product in basket {
                await call("GET", "/products/\(product)")
                await call("POST", "/cart/items", CartItem(productId: product, quantity: 1))
            }
            index += 1
            await confirm(key: "\(runID)-\(number)-\(index)", until: deadline)
        }
    }

    private mutating func confirm(key: String, until deadline: ContinuousClock.Instant) async {
        let request = Checkout(
            fulfillmentType: "PICKUP", branchId: catalog.places.branchIDs.randomElement(using: &generator))
        while ContinuousClock.now < deadline {
            let reply = await call("POST", "/checkout/confirm", request, key: key)
            switch (reply?.status ?? 0, reply?.errorCode ?? "") {
            case (0, _), (503, _), (504, _): continue
            case (202, _), (409, "IDEMPOTENCY_IN_PROGRESS"): try? await Task.sleep(for: .milliseconds(500))
            case (201, _):
                guard let order = try? reply?.data(as: Confirmation.self) else {
                    return books.countBroken("a 201 of key \(key) that is no order")
                }
                books.count(.init(key: key, orderID: order.orderId))
                await call("GET", "/orders/\(order.orderId)")
                return
            case (409, _):
                await call("DELETE", "/cart")
                return
            case (let status, let code): return books.countBroken("key \(key): \(status) \(code)")
            }
        }
        books.countBroken("key \(key) has no answer")
    }

    /// One call, noted. Nil for a connection that broke.
    @discardableResult
    private func call(
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)? = nil,
        key: String? = nil
    ) async -> Reply? {
        let start = ContinuousClock.now
        let reply = try? await send(method, path, body, key: key)
        log.add(
            .init(
                start: start,
                duration: .now - start,
                status: reply?.status ?? 0,
                hasRetryAfter: (reply?.retryAfter ?? 0) > 0,
                isConfirm: key != nil
            )
        )
        if reply == nil || reply?.status == 503 { try? await Task.sleep(for: .milliseconds(100)) }
        return reply
    }

    private func send(
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)? = nil,
        key: String? = nil
    ) async throws -> Reply {
        // A client of its own without a waiting loop: what is answered is to be seen as it is.
        let shop = ShopClient(baseURL: url, client: client, accessToken: accessToken)
        return try await shop.callOnce(method, path, body, idempotencyKey: key)
    }
}
