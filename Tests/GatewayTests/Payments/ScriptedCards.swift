import Synchronization

@testable import Gateway

/// Keeps no cards; notes which it is told to forget, and fails at that as it was told.
final class ScriptedCards: CardProvider {
    private let error: CardError?
    private let tokens = Mutex<[String]>([])

    init(_ error: CardError? = nil) {
        self.error = error
    }

    /// Everything that was to be forgotten.
    var detached: [String] { tokens.withLock { $0 } }

    func makeCustomer(userID: Int64, shopID: String) async throws(CardError) -> String { "cus" }
    func setUp(customer: String) async throws(CardError) -> String { "secret" }
    func card(_ token: String) async throws(CardError) -> Card { throw .refused(code: "resource_missing") }
    func attach(_ token: String, to customer: String) async throws(CardError) -> Card {
        throw .refused(code: "resource_missing")
    }

    func detach(_ token: String) async throws(CardError) {
        tokens.withLock { $0.append(token) }
        if let error { throw error }
    }
}
