import Foundation
import Postgres

/// The functions of the database that take what a provider tells.
struct PaymentCalls: Sendable {
    let database: any Database

    /// An event of a provider.
    struct Event: Sendable {
        let provider: String
        let id: String
        let kind: String
        /// The provider's id of what it is about.
        let objectReference: String?
        /// In its metadata: whose it is, and of which attempt.
        let shop: String?
        let attemptKey: UUID?
        let amountMinor: Int64?
        /// The whole of it, as it came.
        let payload: String
    }

    /// Keeps an event, once; gives what became of it.
    func receive(_ event: Event, _ context: CallContext) async throws -> String {
        try await database.value(
            "api.webhook_receive",
            [
                "provider": .text(event.provider), "event_id": .text(event.id), "kind": .text(event.kind),
                "object_reference": Value(event.objectReference),
                "shop": Value(event.shop), "attempt_key": Value(event.attemptKey?.uuidString),
                "amount_minor": Value(event.amountMinor), "payload": .text(event.payload),
            ], context)
    }
}
