/// Cards that are kept: customers, PaymentMethods and SetupIntents.
extension Provider {
    /// What a payment method does: a name that says so, or a card that was made of one.
    func behaviour(of method: String) -> CardBehaviour? {
        CardBehaviour(paymentMethod: state.cards[method]?.behaviour ?? method)
    }

    /// A customer of an id.
    func customer(_ id: String) throws(ProviderError) -> Customer {
        guard let customer = state.customers.first(where: { $0.id == id }) else { throw .missing("customer", id) }
        return customer
    }

    func makeCustomer(_ form: Form) throws(ProviderError) -> Answer {
        let customer = Customer(id: Self.newID("cus"), email: form["email"], metadata: form.metadata, created: now)
        try keep(.customer(customer))
        return Answer(status: 200, customer)
    }

    /// A card of an id. Each look at a name that stands for one gives a new card, as the real provider's test cards do.
    func card(_ id: String) throws(ProviderError) -> Card {
        if let card = state.cards[id] { return card }
        guard id == "pm_sim_expired" || id == "pm_card_mastercard" || CardBehaviour(paymentMethod: id) != nil else {
            throw .missing("payment_method", id)
        }
        let card = Card(id: Self.newID("pm"), behaviour: id, created: now)
        try keep(.card(card))
        return card
    }

    /// Saves a card with a customer.
    func attach(_ id: String, _ form: Form) throws(ProviderError) -> Answer {
        guard let name = form["customer"] else { throw .parameter("customer") }
        let customer = try customer(name)
        var card = try card(id)
        if card.isDetached || card.isSpent {
            throw .impossible(
                "This PaymentMethod was previously used without being attached to a Customer or was detached from a "
                    + "Customer, and may not be used again.", code: nil)
        }
        guard card.customer == nil || card.customer == customer.id else {
            throw .impossible(
                "The payment method you provided has already been attached to a customer.", code: nil)
        }
        card.customer = customer.id
        try keep(.card(card))
        return Answer(status: 200, card)
    }

    /// Takes a card from its customer: it never pays again.
    func detach(_ id: String) throws(ProviderError) -> Answer {
        guard var card = state.cards[id] else { throw .missing("payment_method", id) }
        guard card.customer != nil else {
            throw .impossible(
                "The payment method you provided is not attached to a customer so detachment is impossible.", code: nil)
        }
        card.customer = nil
        card.isDetached = true
        try keep(.card(card))
        return Answer(status: 200, card)
    }

    func makeSetup(_ form: Form) throws(ProviderError) -> Answer {
        if let name = form["customer"] { _ = try customer(name) }
        let usage = form["usage"] ?? "off_session"
        guard ["on_session", "off_session"].contains(usage) else { throw .parameter("usage") }
        let id = Self.newID("seti")
        let setup = SetupIntent(
            id: id, customer: form["customer"], clientSecret: Self.newID("\(id)_secret"), usage: usage,
            metadata: form.metadata, created: now)
        try keep(.setup(setup))
        return Answer(status: 200, setup)
    }

    func setup(_ id: String) throws(ProviderError) -> SetupIntent {
        guard let setup = state.setups[id] else { throw .missing("setup_intent", id) }
        return setup
    }

    /// Saves the card that a customer has typed into the provider's form.
    func confirmSetup(_ id: String, _ form: Form) throws(ProviderError) -> Answer {
        var setup = try setup(id)
        guard setup.status != "succeeded" else {
            throw .impossible(
                "You cannot confirm this SetupIntent because it has already succeeded.",
                code: "setup_intent_unexpected_state")
        }
        guard let method = form["payment_method"] else { throw .parameter("payment_method") }
        var card = try card(method)
        if let customer = setup.customer {
            card.customer = customer
            try keep(.card(card))
        }
        setup.paymentMethod = card.id
        setup.status = "succeeded"
        try keep(.setup(setup))
        return Answer(status: 200, setup)
    }

    /// A card pays for its customer alone; one without a customer pays once.
    func mayCharge(_ method: String, of customer: String?) throws(ProviderError) {
        guard var card = state.cards[method] else { return }
        if let owner = card.customer {
            guard owner == customer else {
                throw .impossible(
                    "The customer does not have a payment method with the ID \(method). The payment method must be "
                        + "attached to the customer.", code: "resource_missing")
            }
            return
        }
        guard !card.isDetached, !card.isSpent else {
            throw .impossible(
                "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared "
                    + "with a connected account without Customer attachment, or was detached from a Customer. It may "
                    + "not be used again.", code: nil)
        }
        card.isSpent = true
        try keep(.card(card))
    }

    // MARK: - the card's owner

    /// An intent that waits for the card's owner. Nobody asks one who is away.
    func ask(_ known: PaymentIntent, _ method: String, _ form: Form) throws(ProviderError) -> Answer {
        var intent = try state.confirmable(known.id, paymentMethod: method)
        if form["off_session"] == "true" {
            intent.status = .requiresPaymentMethod
            intent.lastPaymentError = Decline(
                code: "authentication_required", declineCode: "authentication_required",
                message: "Your card was declined. This transaction requires authentication.")
            try keep(.intent(intent))
            throw .declined(intent)
        }
        intent.status = .requiresAction
        if let returnURL = form["return_url"] {
            intent.nextAction = NextAction(
                type: "redirect_to_url",
                redirectToUrl: .init(url: "\(publicURL)\(ApprovalPage.path)/\(intent.id)", returnUrl: returnURL))
        } else {
            intent.nextAction = NextAction(type: "use_stripe_sdk")
        }
        try keep(.intent(intent))
        return Answer(status: 200, intent)
    }

    /// What the card's owner has said on the provider's page: the intent is charged, or wants another card.
    func decide(_ id: String, isApproved: Bool) async throws(ProviderError) -> PaymentIntent {
        var intent = try state.intent(id)
        guard intent.status == .requiresAction else { throw .unexpectedState(intent) }
        if isApproved {
            _ = try await confirm(id, Form(""), isApproved: true)
            return try state.intent(id)
        }
        intent.status = .requiresPaymentMethod
        intent.nextAction = nil
        intent.lastPaymentError = Decline(
            type: "invalid_request_error", code: "payment_intent_authentication_failure",
            message: "The provided PaymentMethod has failed authentication.")
        try keep(.intent(intent))
        return intent
    }
}
