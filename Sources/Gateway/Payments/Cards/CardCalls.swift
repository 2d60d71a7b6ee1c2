import Postgres

/// The functions of the database that keep customers' cards.
struct CardCalls: Sendable {
    let database: any Database

    /// As whom the provider knows a user.
    struct Buyer: Sendable {
        let userID: Int64
        let shopID: String
        let customer: String?
    }

    /// The caller, as the provider knows them.
    func buyer(_ context: CallContext) async throws -> Buyer {
        let row = try await database.row("api.payment_customer_get", [:], context)
        return Buyer(
            userID: try row.get("user_id"), shopID: try row.get("shop_id"), customer: try row.get("customer_reference"))
    }

    /// Keeps the caller's customer; gives the one that stands.
    func keep(customer: String, _ context: CallContext) async throws -> String {
        try await database.value("api.payment_customer_keep", ["customer_reference": .text(customer)], context)
    }

    /// Saves a card of the caller; gives the answer's body.
    func create(_ card: Card, customer: String, isDefault: Value, _ context: CallContext) async throws -> [UInt8] {
        try await database.value(
            "api.payment_token_create",
            [
                "provider_token": .text(card.token), "brand": .text(card.brand), "last4": .text(card.last4),
                "exp_month": .integer(Int64(card.expiryMonth)), "exp_year": .integer(Int64(card.expiryYear)),
                "is_default": isDefault, "fingerprint": Value(card.fingerprint), "customer_reference": .text(customer),
            ], context)
    }
}
