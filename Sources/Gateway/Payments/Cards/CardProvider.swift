/// A card as the provider knows it.
struct Card: Sendable, Equatable {
    /// The provider's token for it.
    let token: String
    let brand: String
    let last4: String
    let expiryMonth: Int
    let expiryYear: Int
    /// The same for the same card, whatever its token.
    let fingerprint: String?
    /// The customer that it is saved with.
    let customer: String?
}

/// Why a call for a card did not come to what was asked.
enum CardError: Error, Equatable {
    /// There is no such card, or the bank does not want it to be saved. The code is the provider's.
    case refused(code: String)
    /// No answer, or one that says nothing. It is worth another try.
    case unavailable(reason: String)
}

/// What keeps cards: a card pays more than once only for the customer that it is saved with.
protocol CardProvider: Sendable {
    /// Makes a customer for a user of the shop; the same one for the same user, for a day at least.
    func makeCustomer(userID: Int64, shopID: String) async throws(CardError) -> String
    /// The secret with which the customer's own program saves a card by the provider's form.
    func setUp(customer: String) async throws(CardError) -> String
    /// What a token stands for.
    func card(_ token: String) async throws(CardError) -> Card
    /// Saves a card with a customer. Saved twice, it is saved once.
    func attach(_ token: String, to customer: String) async throws(CardError) -> Card
    /// Forgets a card, which never pays again. Forgotten twice, or never known, it is forgotten.
    func detach(_ token: String) async throws(CardError)
}
