/// What is charged for a checkout: everything that a provider needs, and nothing that changes between two tries.
struct Charge: Sendable, Equatable {
    let attemptID: Int64
    /// In the currency's smallest unit: agorot for `ils`.
    let amountMinor: Int64
    /// ISO 4217, lower case.
    let currency: String
    /// The provider's token for the card.
    let providerToken: String

    /// The key under which the provider sees each try of this charge as the same one.
    var idempotencyKey: String { "mami-\(attemptID)-charge" }
}

/// Money to be given back, under a key that makes each try the same one.
struct Repayment: Sendable, Equatable {
    let paymentReference: String
    let amountMinor: Int64
    let idempotencyKey: String
}

/// Money that moved, or is held.
struct Payment: Sendable, Equatable {
    /// The provider's id.
    let reference: String
    let amountMinor: Int64
    let currency: String
}

/// How a call of the provider ended.
enum PaymentOutcome: Sendable, Equatable {
    case paid(Payment)
    /// Definitive: no money moved. The code is the provider's.
    case declined(code: String)
    /// Nobody knows whether money moved: no answer, or one that says nothing. Only asking again tells.
    case unknown(reason: String)
    /// The provider refused the call as wrong: our mistake, and a case for a human.
    case refused(reason: String)
}

/// A card provider. A second one is a second type with these six calls.
protocol PaymentProvider: Sendable {
    /// Charges a card. The same charge may be sent again after `unknown`.
    func charge(_ charge: Charge) async -> PaymentOutcome
    /// What became of an attempt's charge; nil if the provider has never seen it.
    func lookUp(attemptID: Int64) async -> PaymentOutcome?
    /// Takes money that is held.
    func capture(reference: String, amountMinor: Int64, idempotencyKey: String) async -> PaymentOutcome
    /// Lets go of money that is held.
    func cancel(reference: String, idempotencyKey: String) async -> PaymentOutcome
    /// Gives money back.
    func refund(_ repayment: Repayment) async -> PaymentOutcome
    /// What became of a refund; nil if the provider has never seen it.
    func lookUpRefund(_ repayment: Repayment) async -> PaymentOutcome?
}

extension PaymentProvider {
    /// Gives money back once, however often it is tried: the provider forgets a key after a day, so a repeated one is
    /// looked up first.
    func repay(_ repayment: Repayment, isRepeated: Bool) async -> PaymentOutcome {
        if isRepeated, let outcome = await lookUpRefund(repayment) { return outcome }
        return await refund(repayment)
    }
}
