import Foundation
import ShopClient

/// A customer who keeps shopping while everything around breaks, and who never gives a key up before it has its answer.
struct StormShopper: StormActor {
    let number: Int
    let runID: String
    let catalog: Catalog
    let baskets: [[Int64]]
    let log: StormLog
    let provider: StormProvider
    var client: StormClient
    var generator: SeededGenerator
    /// Their cards as the shop numbers them.
    private var cards: [(name: String, id: Int64)] = []

    init(
        number: Int, runID: String, catalog: Catalog, baskets: [[Int64]], log: StormLog, provider: StormProvider,
        client: StormClient, generator: SeededGenerator
    ) {
        self.number = number
        self.runID = runID
        self.catalog = catalog
        self.baskets = baskets
        self.log = log
        self.provider = provider
        self.client = client
        self.generator = generator
    }

    /// Registers, with an address and cards. Done before the storm, so that everybody takes part.
    mutating func prepare() async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        let registration = Registration(
            email: "storm-\(runID)-\(number)@example.com", password: "Shopping-2026", fullName: "Shopper \(number)")
        guard let reply = await client.call("POST", "/auth/register", registration, until: deadline),
            reply.status == 201
        else { throw ShoppingError.unexpected("register", 0, "") }
        client.accessToken = try reply.data(as: Session.self).accessToken
        let address = Address(addressLine: "\(number + 1) Herzl Street", city: "Tel Aviv")
        _ = await client.call("POST", "/me/addresses", address, until: deadline)
        for name in StormCard.hand(of: number) {
            guard let id = await save(name, until: deadline) else {
                throw ShoppingError.unexpected("POST /me/payment-tokens", 0, name)
            }
            cards.append((name, id))
        }
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
            var request = choosePlace()
            request.paymentTokenId = await chooseCard(until: deadline)
            await confirm(request, key: "\(runID)-\(number)-\(index)", until: deadline)
        }
    }

    // MARK: - cards

    private func save(_ name: String, until deadline: ContinuousClock.Instant) async -> Int64? {
        struct Saved: Decodable { let id: Int64 }
        let card = Card(providerToken: name, brand: "visa", last4: "4242")
        let reply = await client.call("POST", "/me/payment-tokens", card, until: deadline)
        return try? reply?.data(as: Saved.self).id
    }

    /// Half of the time one that pays. Now and then another is deleted and saved anew: the provider is to forget it, and to keep it.
    private mutating func chooseCard(until deadline: ContinuousClock.Instant) async -> Int64 {
        let place = Bool.random(using: &generator) ? 0 : Int.random(in: 0..<cards.count, using: &generator)
        if Int.random(in: 0..<15, using: &generator) == 0 {
            let other = (place + 1) % cards.count
            _ = await client.call("DELETE", "/me/payment-tokens/\(cards[other].id)", until: deadline)
            if let id = await save(cards[other].name, until: deadline) {
                cards[other].id = id
                log.countOutcome("card deleted and saved anew")
            } else {
                log.countBroken("a card that was not saved again")
            }
        }
        return cards[place].id
    }

    // MARK: - the checkout

    private mutating func confirm(
        _ request: Checkout, key: String, until deadline: ContinuousClock.Instant
    ) async {
        var decision: OwnersDecision?
        while let reply = await client.call("POST", "/checkout/confirm", request, key: key, until: deadline) {
            switch (reply.status, reply.errorCode) {
            case (202, _):
                if decision == nil, let waiting = try? reply.data(as: OpenAttempt.self), let page = waiting.redirectUrl
                {
                    decision = .make(using: &generator)
                    await decide(decision, page, waiting.attemptId, until: deadline)
                }
                try? await Task.sleep(for: .milliseconds(500))
            case (409, "IDEMPOTENCY_IN_PROGRESS"): try? await Task.sleep(for: .milliseconds(500))
            case (201, _):
                guard let order = try? reply.data(as: Confirmation.self) else {
                    return log.countBroken("a 201 of key \(key) that is no order")
                }
                log.count(.init(key: key, orderID: order.orderId))
                log.countOutcome("order")
                if let decision, decision != .approves {
                    log.countBroken("key \(key): an order whose card's owner \(decision.rawValue)")
                }
                return await replay(key, request, reply, until: deadline)
            case (400, "PAYMENT_FAILED"): return log.countOutcome("payment failed")
            case (400, "PAYMENT_REFUSED"): return log.countOutcome("payment refused")
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

    /// The card's owner is asked on the bank's page. Who has decided tells the shop, or leaves it to find out.
    private mutating func decide(
        _ decision: OwnersDecision?, _ page: String, _ attemptID: Int64, until deadline: ContinuousClock.Instant
    ) async {
        guard let decision else { return }
        log.countOutcome("owner \(decision.rawValue)")
        guard decision != .sleeps else { return }
        while ContinuousClock.now < deadline, await !provider.decide(page, isApproved: decision == .approves) {
            try? await Task.sleep(for: .milliseconds(300))
        }
        guard Bool.random(using: &generator) else { return }
        _ = await client.call("POST", "/checkout/attempts/\(attemptID)/continue", until: deadline)
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
