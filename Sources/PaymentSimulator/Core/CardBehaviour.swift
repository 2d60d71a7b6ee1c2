/// What a payment method does, by its name. A new fault is a new name here.
enum CardBehaviour: Equatable, Sendable {
    case pays
    case declines(Decline)
    /// Pays after this many milliseconds.
    case paysLate(milliseconds: Int)

    /// The behaviour of a payment method; nil for one that does not exist.
    init?(paymentMethod name: String) {
        switch name {
        case "pm_card_visa": self = .pays
        case "pm_card_chargeDeclined":
            self = .declines(
                Decline(code: "card_declined", declineCode: "generic_decline", message: "Your card was declined.")
            )
        case "pm_card_chargeDeclinedInsufficientFunds":
            self = .declines(
                Decline(
                    code: "card_declined",
                    declineCode: "insufficient_funds",
                    message: "Your card has insufficient funds."
                )
            )
        default:
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
