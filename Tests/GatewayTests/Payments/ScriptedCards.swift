import Synchronization

@testable import Gateway

/// Knows one card, or none; notes which are saved and forgotten, and fails at forgetting as it was told.
final class ScriptedCards: CardProvider {
    private let error: CardError?
    private let known: Card?
    private let tokens = Mutex<[String]>([])
    private let savedTokens = Mutex<[String]>([])

    init(_ error: CardError? = nil, card: Card? = nil) {
        self.error = error
        known = card
    }

    /// Everything that was saved with a customer.
    var attached: [String] { savedTokens.withLock { $0 } }

    /// Everything that was to be forgotten.
    var detached: [String] { tokens.withLock { $0 } }

    func makeCustomer(userID: Int64, shopID: String) async throws(CardError) -> String { "cus" }
    func setUp(customer: String) async throws(CardError) -> String { "secret" }
    func card(_ token: String) async throws(CardError) -> Card {
        guard let known else { throw .refused(code: "resource_missing") }
        return known
    }
    func attach(_ token: String, to customer: String) async throws(CardError) -> Card {
        savedTokens.withLock { $0.append(token) }
        return try await card(token)
    }

    func detach(_ token: String) async throws(CardError) {
        tokens.withLock { $0.append(token) }
        if let error { throw error }
    }
}
