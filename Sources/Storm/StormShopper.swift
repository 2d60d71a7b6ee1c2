import Foundation
import ShopClient

/// A customer who keeps shopping while everything around breaks, and who never gives a key up before it has its answer.
struct StormShopper: StormActor {
    let number: Int
    let runID: String
    let catalog: Catalog
    let baskets: [[Int64]]
    let log: StormLog
    var client: StormClient
    var generator: SeededGenerator

    /// Registers, with an address and a card. Done before the storm, so that everybody takes part.
    mutating func prepare() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        let registration = Registration(
            email: "storm-\(runID)-\(number)@example.com", password: "Shopping-2026", fullName: "Shopper \(number)")
        guard let reply = await client.call("POST", "/auth/register", registration, until: deadline),
            reply.status == 201
        else { throw ShoppingError.unexpected("register", 0, "") }
        client.accessToken = try reply.data(as: Session.self).accessToken
        let address = Address(addressLine: "\(number + 1) Herzl Street", city: "Tel Aviv")
        let card = Card(providerToken: "pm_card_visa", brand: "visa", last4: "4242")
        _ = await client.call("POST", "/me/addresses", address, until: deadline)
        _ = await client.call("POST", "/me/payment-tokens", card, until: deadline)
    }

    /// Shops until the storm is over; the last checkout is brought to its end in the calm.
    mutating func act(until end: ContinuousClock.Instant, atTheLatest deadline: ContinuousClock.Instant) async {
        var index = 0
        while ContinuousClock.now < end {
            for product in (baskets.randomElement(using: &generator) ?? []).prefix(8) {
                let item = CartItem(productId: product, quantity: Int.random(in: 1...2, using: &generator))
                _ = await client.call("POST", "/cart/items", item, until: end)
            }
            index += 1
            await confirm(key: "\(runID)-\(number)-\(index)", until: deadline)
        }
    }

    private mutating func confirm(key: String, until deadline: ContinuousClock.Instant) async {
        let request = choosePlace()
        while let reply = await client.call("POST", "/checkout/confirm", request, key: key, until: deadline) {
            switch (reply.status, reply.errorCode) {
            case (202, _), (409, "IDEMPOTENCY_IN_PROGRESS"):
                try? await Task.sleep(for: .milliseconds(500))
            case (201, _):
                guard let order = try? reply.data(as: Confirmation.self) else {
                    return log.countBroken("a 201 of key \(key) that is no order")
                }
                log.count(.init(key: key, orderID: order.orderId))
                log.countOutcome("order")
                return await replay(key, request, reply, until: deadline)
            case (400, "PAYMENT_FAILED"): return log.countOutcome("payment failed")
            case (409, "CHECKOUT_IN_PROGRESS"):
                return log.countBroken("key \(key): another checkout of the cart is open, though each was waited for")
            case (409, _), (400, "INVALID_SLOT"):
                log.countOutcome(reply.errorCode)
                _ = await client.call("DELETE", "/cart", until: deadline)
                return
            default: return log.countBroken("key \(key): \(reply.status) \(reply.errorCode)")
            }
        }
        log.countBroken("key \(key) has no answer")
    }

    /// Now and then the same key again: it must be the same answer, byte for byte.
    private mutating func replay(
        _ key: String,
        _ request: Checkout,
        _ first: Reply,
        until deadline: ContinuousClock.Instant
    ) async {
        guard Int.random(in: 0..<10, using: &generator) == 0 else { return }
        let again = await client.call("POST", "/checkout/confirm", request, key: key, until: deadline)
        log.countOutcome("replay")
        if let again, again.status != 201 || again.body != first.body {
            log.countBroken("key \(key): the second answer differs from the first")
        }
    }

    private mutating func choosePlace() -> Checkout {
        if !catalog.places.slotIDs.isEmpty, Int.random(in: 0..<4, using: &generator) == 0 {
            return Checkout(
                fulfillmentType: "DELIVERY",
                deliverySlotId: catalog.places.slotIDs.randomElement(using: &generator)
            )
        }
        return Checkout(
            fulfillmentType: "PICKUP", branchId: catalog.places.branchIDs.randomElement(using: &generator))
    }
}
