/// What a payment method does, by its name. A new fault is a new name here.
enum CardBehaviour: Equatable, Sendable {
    case pays
    case declines(Decline)
    /// Pays after this many milliseconds.
    case paysLate(milliseconds: Int)
    /// Takes one unit of the currency more than asked for.
    case paysWrongly
    /// Pays; what is refunded of it fails a while later.
    case refundsFail
    /// Pays; its holder disputes it at once.
    case disputes
    /// Pays when its owner has approved it.
    case asksOwner
    /// Pays, if a fault lets it: each time, or only the first.
    case fails(Fault, isOnce: Bool)

    /// The decline without a reason.
    static let generic = CardBehaviour.declines(
        Decline(code: "card_declined", declineCode: "generic_decline", message: "Your card was declined.")
    )

    /// The behaviour of a payment method; nil for one that does not exist.
    init?(paymentMethod name: String) {
        switch name {
        case "pm_card_visa": self = .pays
        case "pm_card_chargeDeclined":
            self = .generic
        case "pm_card_chargeDeclinedInsufficientFunds":
            self = .declines(
                Decline(
                    code: "card_declined",
                    declineCode: "insufficient_funds",
                    message: "Your card has insufficient funds."
                )
            )
        case "pm_card_chargeDeclinedStolenCard":
            self = .declines(
                Decline(code: "card_declined", declineCode: "stolen_card", message: "Your card was declined."))
        case "pm_card_authenticationRequired", "pm_card_threeDSecureRequired", "pm_card_threeDSecure2Required":
            self = .asksOwner
        case "pm_sim_wrong_amount": self = .paysWrongly
        case "pm_card_refundFail": self = .refundsFail
        case "pm_card_createDispute": self = .disputes
        default:
            for (prefix, isOnce) in [("pm_sim_once_", true), ("pm_sim_", false)] {
                if name.hasPrefix(prefix), let fault = Fault(rawValue: String(name.dropFirst(prefix.count))) {
                    self = .fails(fault, isOnce: isOnce)
                    return
                }
            }
            let prefix = "pm_sim_delay_"
            guard name.hasPrefix(prefix), let milliseconds = Int(name.dropFirst(prefix.count)),
                (0...600_000).contains(milliseconds)
            else { return nil }
            self = .paysLate(milliseconds: milliseconds)
        }
    }

    /// How long the provider takes.
    var delay: Duration {
        if case .paysLate(let milliseconds) = self { .milliseconds(milliseconds) } else { .zero }
    }
}
