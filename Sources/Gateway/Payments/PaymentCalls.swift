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
        /// Of a refund or a dispute: the payment that it is about, its state, and why; of a refund of ours, the key under which it was asked for.
        let about: About
        /// The whole of it, as it came.
        let payload: String
    }

    /// What an event of a refund or a dispute says besides.
    struct About: Sendable {
        let paymentReference: String?
        let refundKey: String?
        let status: String?
        let reason: String?
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
                "payment_reference": Value(event.about.paymentReference), "refund_key": Value(event.about.refundKey),
                "status": Value(event.about.status), "reason": Value(event.about.reason),
            ], context)
    }
}
