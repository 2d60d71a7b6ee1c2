/// When money is taken: the setting `capture` as it was when a checkout was locked.
enum CaptureMode: String, Sendable {
    /// At once.
    case onConfirm = "on_confirm"
    /// It is held at confirm, and captured when the order is ready.
    case onReady = "on_ready"
}

/// What is charged for a checkout: everything that a provider needs, and nothing that changes between two tries.
struct Charge: Sendable, Equatable {
    let attemptID: Int64
    /// Whose it is: several shops, or a copy of one, may share an account.
    let shopID: String
    /// Random, made in the database: numbers of two shops are the same.
    let providerKey: String
    /// In the currency's smallest unit: agorot for `ils`.
    let amountMinor: Int64
    /// ISO 4217, lower case.
    let currency: String
    /// The provider's token for the card.
    let providerToken: String
    /// The provider's customer that the card belongs to; nil for a card that was never saved there.
    var customer: String?
    var capture = CaptureMode.onConfirm

    /// The key under which the provider sees a call for this charge as the same one.
    func idempotencyKey(_ step: String) -> String { "\(shopID)-\(providerKey)-\(step)" }
}

/// Money to be given back, under a key that makes each try the same one.
struct Repayment: Sendable, Equatable {
    let paymentReference: String
    let amountMinor: Int64
    let idempotencyKey: String
}

/// Held money to be taken, under a key that makes each try the same one.
struct Capture: Sendable, Equatable {
    let paymentReference: String
    /// 0: nothing is taken, and the hold is let go.
    let amountMinor: Int64
    let idempotencyKey: String
}

/// Money that moved, or is held.
struct Payment: Sendable, Equatable {
    /// The provider's id.
    let reference: String
    let amountMinor: Int64
    let currency: String
    /// Whether it is only held, and may be captured or let go.
    var isHeld = false
}

/// What the card's owner is to do before a payment goes on (3-D Secure).
struct PaymentAction: Sendable, Equatable {
    /// The provider's id of the payment.
    let reference: String
    /// With it the customer's own program finishes the payment at the provider.
    let clientSecret: String
    /// Where a browser is sent instead; nil if the provider names no page.
    let redirectURL: String?
}

/// How a call of the provider ended.
enum PaymentOutcome: Sendable, Equatable {
    case paid(Payment)
    /// Made, and not confirmed: no money moves before it is.
    case open(reference: String)
    /// The card wants its owner: no money moves before they have approved.
    case actionRequired(PaymentAction)
    /// Definitive: no money moved. The code is the provider's.
    case declined(code: String)
    /// Under way, and certain to end some day: a refund that waits for the account's balance may take days.
    case pending
    /// Definitive: what was held is let go, nothing was taken.
    case canceled
    /// Nobody knows whether money moved: no answer, or one that says nothing. Only asking again tells.
    case unknown(reason: String)
    /// The provider refused the call as wrong: our mistake, and a case for a human.
    case refused(reason: String)
}

/// A card provider. A second one is a second type with these eight calls.
protocol PaymentProvider: Sendable {
    /// Makes a payment of which no money moves until it is confirmed: `open`, with its id.
    func prepare(_ charge: Charge, idempotencyKey: String) async -> PaymentOutcome
    /// Takes, or holds, the money of an open payment. One that is confirmed twice is paid once.
    func confirm(reference: String, idempotencyKey: String) async -> PaymentOutcome
    /// What became of a payment: open, held, paid, or let go.
    func lookUp(reference: String) async -> PaymentOutcome
    /// Takes money that is held; the provider lets go of the rest.
    func capture(reference: String, amountMinor: Int64, idempotencyKey: String) async -> PaymentOutcome
    /// Gives up a payment that is open, was declined, or is held: it can never be paid afterwards.
    func cancel(reference: String, idempotencyKey: String) async -> PaymentOutcome
    /// Gives money back.
    func refund(_ repayment: Repayment) async -> PaymentOutcome
    /// What became of a refund; nil if the provider has never seen it.
    func lookUpRefund(_ repayment: Repayment) async -> PaymentOutcome?
    /// What was made there from a time on and before another, in seconds since 1970: the page behind an object, or the first one.
    func list(_ kind: ListedKind, from: Int64, before: Int64, behind last: String?) async -> Listing
}

extension PaymentProvider {
    /// Gives money back once, however often it is tried, and whoever counts the tries: the provider forgets a key after a day, so
    /// it is looked up first, always.
    func repay(_ repayment: Repayment) async -> PaymentOutcome {
        if let outcome = await lookUpRefund(repayment) { return outcome }
        return await refund(repayment)
    }

    /// Takes held money once, or lets go of it, however often it is tried: it is looked up first, always. So is one that is
    /// refused because the hold has ended, by somebody else's hand or under a key that is forgotten. A payment of which nothing is to be
    /// taken is given up also while it is open: it could be paid later.
    func settle(_ capture: Capture) async -> PaymentOutcome {
        let found = await lookUp(reference: capture.paymentReference)
        switch found {
        case .paid(let payment) where payment.isHeld: break
        case .open where capture.amountMinor == 0, .declined where capture.amountMinor == 0,
            .actionRequired where capture.amountMinor == 0:
            break
        default: return found
        }
        let outcome =
            capture.amountMinor > 0
            ? await self.capture(
                reference: capture.paymentReference,
                amountMinor: capture.amountMinor,
                idempotencyKey: capture.idempotencyKey
            ) : await cancel(reference: capture.paymentReference, idempotencyKey: capture.idempotencyKey)
        return await ended(capture.paymentReference, outcome)
    }

    /// Gives up a payment, and says how it stands then: canceled, or as somebody else has left it.
    func giveUp(reference: String, idempotencyKey: String) async -> PaymentOutcome {
        await ended(reference, await cancel(reference: reference, idempotencyKey: idempotencyKey))
    }

    /// A call that came too late for a payment is answered with how that has ended.
    private func ended(_ reference: String, _ outcome: PaymentOutcome) async -> PaymentOutcome {
        guard case .refused(let reason) = outcome, reason.hasSuffix(Self.hasEndedCode) else { return outcome }
        return await lookUp(reference: reference)
    }

    /// The provider's code for a payment that is not in the state for a call.
    private static var hasEndedCode: String { "payment_intent_unexpected_state" }
}
