/// A PaymentIntent, as far as a shop sees one (Stripe API reference, PaymentIntents).
struct PaymentIntent: Codable, Sendable, Equatable {
    /// Where it stands.
    enum Status: String, Codable, Sendable {
        case requiresPaymentMethod = "requires_payment_method"
        case requiresConfirmation = "requires_confirmation"
        case requiresAction = "requires_action"
        case requiresCapture = "requires_capture"
        case succeeded
        case canceled
    }

    let id: String
    var object = "payment_intent"
    /// In the currency's smallest unit.
    let amount: Int
    var amountCapturable = 0
    var amountReceived = 0
    let currency: String
    var paymentMethod: String
    let captureMethod: String
    var customer: String?
    /// With it a customer's own program finishes the payment.
    var clientSecret: String?
    /// What the card's owner is to do.
    var nextAction: NextAction?
    let metadata: [String: String]
    var status: Status
    var lastPaymentError: Decline?
    /// `automatic` for a hold that has lasted too long.
    var cancellationReason: String?
    /// Seconds since 1970.
    let created: Int
}

/// Why a card was not charged.
struct Decline: Codable, Sendable, Equatable {
    var type = "card_error"
    let code: String
    /// The bank's reason; nil where it is the provider's own.
    var declineCode: String?
    let message: String
}

/// A Dispute (Stripe API reference, Disputes).
struct Dispute: Codable, Sendable, Equatable {
    let id: String
    var object = "dispute"
    let amount: Int
    let currency: String
    let paymentIntent: String
    var reason = "fraudulent"
    var status = "needs_response"
    let created: Int
}

/// A Refund (Stripe API reference, Refunds).
struct Refund: Codable, Sendable, Equatable {
    let id: String
    var object = "refund"
    let amount: Int
    let currency: String
    let paymentIntent: String
    /// `succeeded`, or `pending` as long as the account's balance is too low, then `succeeded` or `failed`; one that has
    /// succeeded may fail later, when the bank cannot take it.
    var status = "succeeded"
    var failureReason: String?
    var metadata: [String: String] = [:]
    let created: Int
}
