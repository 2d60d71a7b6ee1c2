/// A PaymentMethod of type card (Stripe API reference, PaymentMethods).
struct Card: Codable, Sendable, Equatable {
    /// What is told of a card.
    struct Details: Codable, Sendable, Equatable {
        let brand: String
        let last4: String
        let expMonth: Int
        let expYear: Int
        /// The same for the same card.
        let fingerprint: String
    }

    let id: String
    var object = "payment_method"
    var type = "card"
    let card: Details
    var customer: String?
    /// Seconds since 1970.
    let created: Int
    /// The name that says what it does.
    let behaviour: String
    /// Whether it has paid without a customer, which it may once.
    var isSpent = false
    /// Whether it was taken from its customer, and serves no more.
    var isDetached = false

    /// With `customer` also where it is null, as the official client reads it.
    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(object, forKey: .object)
        try container.encode(type, forKey: .type)
        try container.encode(card, forKey: .card)
        try container.encode(customer, forKey: .customer)
        try container.encode(created, forKey: .created)
        try container.encode(behaviour, forKey: .behaviour)
        try container.encode(isSpent, forKey: .isSpent)
        try container.encode(isDetached, forKey: .isDetached)
    }

    private enum CodingKeys: String, CodingKey {
        case id, object, type, card, customer, created, behaviour, isSpent, isDetached
    }

    /// A card that a name stands for.
    init(id: String, behaviour: String, created: Int) {
        self.id = id
        self.behaviour = behaviour
        self.created = created
        let isOld = behaviour == "pm_sim_expired"
        let isMastercard = behaviour == "pm_card_mastercard"
        card = Details(
            brand: isMastercard ? "mastercard" : "visa", last4: isMastercard ? "4444" : "4242",
            expMonth: isOld ? 1 : 12, expYear: isOld ? 2020 : 2034, fingerprint: "fp_\(behaviour)")
    }
}

/// A Customer (Stripe API reference, Customers).
struct Customer: Codable, Sendable, Equatable {
    let id: String
    var object = "customer"
    var email: String?
    let metadata: [String: String]
    let created: Int
}

/// A SetupIntent: a card that is saved without a payment (Stripe API reference, SetupIntents).
struct SetupIntent: Codable, Sendable, Equatable {
    let id: String
    var object = "setup_intent"
    var customer: String?
    var paymentMethod: String?
    let clientSecret: String
    var status = "requires_payment_method"
    let usage: String
    let metadata: [String: String]
    let created: Int
}

/// What a card's owner is to do (Stripe API reference, PaymentIntents, next_action).
struct NextAction: Codable, Sendable, Equatable {
    /// The page to send a browser to, and where that sends it back.
    struct Redirect: Codable, Sendable, Equatable {
        let url: String
        let returnUrl: String
    }

    /// `redirect_to_url`, or `use_stripe_sdk` where the caller named no page to come back to.
    let type: String
    var redirectToUrl: Redirect?
}
