import Logging

/// Cards of the caller: saved with a customer of the provider's, described by the provider, and by nobody else.
struct CardHandler: Sendable {
    let calls: CardCalls
    let provider: any CardProvider
    let logger: Logger

    /// POST /me/payment-tokens/setup: what the provider's form for a card needs.
    func setUp(_ call: Call) async throws -> Answer {
        let secret = try await told(call) { () async throws -> String in
            let customer = try await self.customer(call)
            return try await provider.setUp(customer: customer)
        }
        return .json("{\"data\":{\"client_secret\":\(JSONText.quoted(secret))}}", status: .created)
    }

    /// POST /me/payment-tokens: saves the card of a token.
    func save(_ call: Call) async throws -> Answer {
        let (card, customer, isNew) = try await told(call) { () async throws -> (Card, String, Bool) in
            let customer = try await self.customer(call)
            var card = try await provider.card(call.input.text("provider_token"))
            // Somebody else's: as unknown as one that is not there.
            if let owner = card.customer, owner != customer { throw CardError.refused(code: "resource_missing") }
            let isNew = card.customer == nil
            if isNew { card = try await provider.attach(card.token, to: customer) }
            return (card, customer, isNew)
        }
        do {
            let body = try await calls.create(
                card, customer: customer, isDefault: call.input["is_default"], call.context)
            return .json(body, status: .created)
        } catch {
            // Nobody keeps it: the provider need not either. If this is lost, a card is saved there that nothing here names. One
            // that was saved before may be kept here already, and pay.
            if isNew { try? await provider.detach(card.token) }
            throw error
        }
    }

    private func customer(_ call: Call) async throws -> String {
        let buyer = try await calls.buyer(call.context)
        if let customer = buyer.customer { return customer }
        let customer = try await provider.makeCustomer(userID: buyer.userID, shopID: buyer.shopID)
        return try await calls.keep(customer: customer, call.context)
    }

    /// Tells of what the provider refused in the shop's words.
    private func told<Result>(_ call: Call, _ work: () async throws -> Result) async throws -> Result {
        do {
            return try await work()
        } catch CardError.refused(let code) {
            throw APIError(
                .cardRefused, details: "{\"decline_code\":\(JSONText.quoted(DeclineCode.told(code)))}")
        } catch CardError.unavailable(let reason) {
            logger.warning(
                "cards.provider_unavailable",
                metadata: [LogKey.requestID: "\(call.context.requestID)", LogKey.reason: "\(reason)"])
            throw APIError(.serviceUnavailable)
        }
    }
}
