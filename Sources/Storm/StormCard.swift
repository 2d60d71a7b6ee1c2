import ShopClient

/// The cards of a storm: the simulator's, by what they do.
enum StormCard {
    static let visa = "pm_card_visa"
    /// Pays, and no bank ever takes what is given back to it: such a refund waits for a human for good.
    static let refusesRefunds = "pm_card_refundFail"

    /// What shoppers have beside a card that pays; where one stands twice it is met twice as often.
    private static let kinds: [String] =
        [
            // Wants its owner.
            "pm_card_threeDSecure2Required", "pm_card_threeDSecure2Required", "pm_card_threeDSecure2Required",
            "pm_card_authenticationRequired",
            "pm_card_chargeDeclined", "pm_card_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedStolenCard",
            refusesRefunds, "pm_card_createDispute", "pm_card_createDispute", "pm_sim_wrong_amount",
            // Pays late: in time, after the gateway has given up waiting, after its lease, after all tries.
            "pm_sim_delay_500", "pm_sim_delay_2500", "pm_sim_delay_12000", "pm_sim_delay_33000",
        ]
        + StormPlan.faultNames.flatMap {
            ["pm_sim_once_\($0)", "pm_sim_\($0)"]
        }

    /// A shopper's cards, each once, the one that pays first. Every kind is in somebody's hand when there are a few shoppers.
    static func hand(of number: Int) -> [String] {
        var hand = [visa]
        for place in 0..<5 {
            let card = kinds[(number * 5 + place) % kinds.count]
            if !hand.contains(card) { hand.append(card) }
        }
        return hand
    }
}

/// What a card's owner does when their bank asks.
enum OwnersDecision: String, Sendable {
    case approves, refuses
    /// They never come.
    case sleeps

    /// Mostly they want what they buy.
    static func make(using generator: inout SeededGenerator) -> OwnersDecision {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<6: .approves
        case 6..<9: .refuses
        default: .sleeps
        }
    }
}
