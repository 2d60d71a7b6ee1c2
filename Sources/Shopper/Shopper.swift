import Foundation
import ShopClient

/// One customer, who shops one basket after the other.
actor Shopper {
    private var api: ShopClient
    private var refreshToken: String
    private let places: Catalog.Places
    private let report: Report
    private let runID: String
    private let number: Int
    private var generator: SeededGenerator

    /// Registers a new customer with an address and a card.
    static func register(
        number: Int,
        seed: UInt64,
        paymentMethod: String,
        places: Catalog.Places,
        api: ShopClient,
        report: Report
    ) async throws -> Shopper {
        let runID = UUID().uuidString.prefix(8).lowercased()
        let registration = Registration(
            email: "shopper-\(runID)-\(number)@example.com",
            password: "Shopping-2026",
            fullName: "Shopper \(number)"
        )
        let reply = try await api.call("POST", "/auth/register", registration)
        guard reply.status == 201 else { throw ShoppingError.unexpected("register", reply.status, reply.errorCode) }
        let session = try reply.data(as: Session.self)
        var api = api
        api.accessToken = session.accessToken
        let address = Address(addressLine: "\(number + 1) Herzl Street", city: "Tel Aviv")
        let card = Card(providerToken: paymentMethod, brand: "visa", last4: "4242")
        for (path, body) in [("/me/addresses", address as any Encodable & Sendable), ("/me/payment-tokens", card)] {
            let reply = try await api.call("POST", path, body)
            guard reply.status == 201 else { throw ShoppingError.unexpected(path, reply.status, reply.errorCode) }
        }
        return Shopper(
            api: api,
            refreshToken: session.refreshToken,
            places: places,
            report: report,
            runID: runID,
            number: number,
            generator: SeededGenerator(seed: seed &+ UInt64(number))
        )
    }

    private init(
        api: ShopClient,
        refreshToken: String,
        places: Catalog.Places,
        report: Report,
        runID: String,
        number: Int,
        generator: SeededGenerator
    ) {
        self.api = api
        self.refreshToken = refreshToken
        self.places = places
        self.report = report
        self.runID = runID
        self.number = number
        self.generator = generator
    }

    /// Fills the cart with a basket, confirms it, and looks the order up. A basket that cannot be had is given up, and
    /// counted by the reason.
    func shop(_ basket: [Int64], index: Int) async throws {
        for productID in basket {
            let item = CartItem(productId: productID, quantity: Int.random(in: 1...2, using: &generator))
            let reply = try await call("POST", "/cart/items", item)
            if reply.status != 201 { report.countRefusal(reply.errorCode) }
        }
        for attempt in 0..<4 {
            var request = try choosePlace()
            let preview = try await call("POST", "/checkout/preview", request)
            guard preview.status == 200 else {
                report.countRefusal(preview.errorCode)
                if preview.errorCode == "SLOT_FULL" { continue }
                break
            }
            request.expectedTotal = try preview.data(as: Preview.self).total
            let reply = try await confirm(request, key: "\(runID)-\(number)-\(index)-\(attempt)")
            if reply.status == 201 {
                try await verify(try reply.data(as: Confirmation.self))
                return
            }
            report.countRefusal(reply.errorCode)
            switch reply.errorCode {
            case "INSUFFICIENT_STOCK": try await dropMissing(reply)
            case "SLOT_FULL", "TOTAL_CHANGED": continue
            default: break
            }
        }
        report.countGivenUp()
        _ = try await call("DELETE", "/cart")
    }

    /// Confirms, and waits for the end if somebody is still at it: the same key gives the same answer.
    private func confirm(_ request: Checkout, key: String) async throws -> Reply {
        let start = ContinuousClock.now
        var reply = try await call("POST", "/checkout/confirm", request, idempotencyKey: key)
        for _ in 0..<60 where reply.status == 202 || reply.errorCode == "IDEMPOTENCY_IN_PROGRESS" {
            try await Task.sleep(for: .seconds(max(1, reply.retryAfter)))
            reply = try await call("POST", "/checkout/confirm", request, idempotencyKey: key)
        }
        if reply.status == 201 { report.countConfirmed(ContinuousClock.now - start) }
        return reply
    }

    /// What was confirmed must be there, with that total.
    private func verify(_ confirmation: Confirmation) async throws {
        let reply = try await call("GET", "/orders/\(confirmation.orderId)")
        let order = reply.status == 200 ? try reply.data(as: Order.self) : nil
        guard let order, order.totalAmount == confirmation.totalPaid,
            order.payment.reference == confirmation.paymentReference
        else {
            report.countLost(orderID: confirmation.orderId)
            return
        }
    }

    /// Without what is missing, unless that is all: then another place may have it.
    private func dropMissing(_ reply: Reply) async throws {
        let short = Set(try reply.details(as: Shortage.self).missing.map(\.productId))
        let cart = try await call("GET", "/cart").data(as: Cart.self)
        if cart.items.allSatisfy({ short.contains($0.productId) }) { return }
        for item in cart.items where short.contains(item.productId) {
            _ = try await call("DELETE", "/cart/items/\(item.id)")
        }
    }

    private func choosePlace() throws -> Checkout {
        if !places.slotIDs.isEmpty, Int.random(in: 0..<3, using: &generator) > 0 {
            return Checkout(
                fulfillmentType: "DELIVERY", deliverySlotId: places.slotIDs.randomElement(using: &generator))
        }
        return Checkout(fulfillmentType: "PICKUP", branchId: places.branchIDs.randomElement(using: &generator))
    }

    /// A call with a fresh access token where the old one has run out.
    private func call(
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Reply {
        let reply = try await api.call(method, path, body, idempotencyKey: idempotencyKey)
        guard reply.status == 401 else { return reply }
        let renewed = try await api.call("POST", "/auth/refresh", Refresh(refreshToken: refreshToken))
        guard renewed.status == 200 else {
            throw ShoppingError.unexpected("refresh", renewed.status, renewed.errorCode)
        }
        let session = try renewed.data(as: Session.self)
        api.accessToken = session.accessToken
        refreshToken = session.refreshToken
        return try await api.call(method, path, body, idempotencyKey: idempotencyKey)
    }
}
