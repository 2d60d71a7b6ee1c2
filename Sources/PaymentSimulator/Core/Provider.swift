import Foundation

/// The provider: the state with its clock, its journal and its delays. One actor, so that each call sees the state whole.
actor Provider {
    private(set) var state = ProviderState()
    private(set) var plan = FaultPlan()
    private var budget = RequestBudget()
    private let journal: Journal?
    private let webhooks: WebhookSender?
    /// Where browsers find this program.
    let publicURL: String

    /// A provider that knows what the journal holds.
    init(
        journal: sending Journal?, webhooks: WebhookSender? = nil, publicURL: String = "http://127.0.0.1:8090",
        requestsPerSecond: Int = 0
    ) throws {
        plan.requestsPerSecond = requestsPerSecond
        self.journal = journal
        self.publicURL = publicURL
        self.webhooks = webhooks
        for event in try journal?.events() ?? [] { state.apply(event) }
    }

    /// Changes what goes wrong from now on.
    func control(_ data: Data) throws(ProviderError) -> FaultPlan {
        plan = try plan.changed(by: data)
        if plan.pendingRefunds != "pending" {
            for refund in state.refunds where refund.status == "pending" { try keep(.refund(ended(refund))) }
        }
        return plan
    }

    /// Takes a request's place in this second.
    func admit() throws(ProviderError) {
        if plan.keyHasExpired { throw .expiredKey }
        guard budget.take(perSecond: plan.requestsPerSecond, now: Date().timeIntervalSince1970) else {
            throw .rateLimited
        }
    }

    /// What befalls a look-up.
    func lookupFault() -> Fault? { plan.lookupRates.fault(Double.random(in: 0..<1)) }

    /// What befalls a call: by the name of the payment method that it charges, or by the plan.
    func fault(path: String, _ form: Form, key: String?) -> Fault? {
        if let charged = charged(path, form),
            case .fails(let fault, let isOnce)? = behaviour(of: charged.method)
        {
            guard isOnce else { return fault }
            let charge = charged.id ?? key ?? charged.method
            guard !state.faulted.contains(charge) else { return nil }
            // Kept, so that a restart does not make it the first time again.
            try? record([.faulted(charge)])
            return fault
        }
        return rates(path).fault(Double.random(in: 0..<1))
    }

    /// The payment method that a call charges, and the intent by which: none, while that is only made.
    private func charged(_ path: String, _ form: Form) -> (method: String, id: String?)? {
        let parts = path.split(separator: "/")
        if parts.count == 4, parts[3] == "confirm", let intent = try? state.intent(String(parts[2])) {
            return (form["payment_method"] ?? intent.paymentMethod, intent.id)
        }
        guard form["confirm"] == "true", let method = form["payment_method"] else { return nil }
        return (method, nil)
    }

    private func rates(_ path: String) -> FaultPlan.Rates {
        if path.hasPrefix("/v1/refunds") { return plan.refundRates }
        return path.hasSuffix("/capture") || path.hasSuffix("/cancel") ? plan.captureRates : plan.rates
    }

    /// How long the plan lets a call take.
    func delay() -> Duration {
        .milliseconds(Int.random(in: plan.delay.minMs...plan.delay.maxMs))
    }

    /// Answers a call once for its key. The answer of a refusal is kept too, as the real one does, but for refusals that
    /// came before the call was looked at.
    func answer(
        key: String?,
        request: String,
        _ body: @Sendable (isolated Provider) async throws(ProviderError) -> Answer
    ) async throws -> Answer {
        guard let key else { return try await body(self) }
        if let earlier = try state.begin(key: key, request: request, now: now) {
            return Answer(status: earlier.status, body: earlier.body, isReplayed: true)
        }
        defer { state.end(key: key) }
        var answer: Answer
        do {
            answer = try await body(self)
        } catch {
            answer = Answer(error)
        }
        try record([
            .answer(
                key: key,
                .init(request: request, status: answer.status, body: answer.body, created: now)
            )
        ])
        return answer
    }

    /// Makes a PaymentIntent; with `confirm`, confirms it as well.
    func create(_ form: Form) async throws(ProviderError) -> Answer {
        guard let amount = form.integer("amount"), amount > 0 else { throw .parameter("amount") }
        guard let currency = form["currency"] else { throw .parameter("currency") }
        guard let minimum = Currency.minimum(currency) else { throw .currency(currency) }
        guard amount >= minimum else { throw .amountTooSmall }
        guard amount <= Currency.maximum else { throw .amountTooLarge }
        guard ["true", "false"].contains(form["confirm"] ?? "false") else { throw .parameter("confirm") }
        let captureMethod = form["capture_method"] ?? "automatic"
        guard ["automatic", "manual"].contains(captureMethod) else { throw .parameter("capture_method") }
        guard let method = form["payment_method"] else { throw .parameter("payment_method") }
        guard behaviour(of: method) != nil else { throw .missing("payment_method", method) }
        if let customer = form["customer"] { _ = try self.customer(customer) }
        let id = Self.newID("pi")
        let intent = PaymentIntent(
            id: id,
            amount: amount,
            currency: currency,
            paymentMethod: method,
            captureMethod: captureMethod,
            customer: form["customer"],
            clientSecret: Self.newID("\(id)_secret"),
            metadata: form.metadata,
            status: .requiresConfirmation,
            created: now
        )
        try keep(.intent(intent))
        return form["confirm"] == "true" ? try await charge(intent.id, form) : Answer(status: 200, intent)
    }

    /// Confirms an intent that was made before, or was declined; or goes on with one that the card's owner has approved.
    func confirm(_ id: String, _ form: Form, isApproved: Bool = false) async throws(ProviderError) -> Answer {
        _ = try state.confirmable(id, paymentMethod: form["payment_method"])
        return try await charge(id, form, isApproved: isApproved)
    }

    private func charge(_ id: String, _ form: Form, isApproved: Bool = false) async throws(ProviderError) -> Answer {
        let known = try state.intent(id)
        let method = form["payment_method"] ?? known.paymentMethod
        try mayCharge(method, of: known.customer)
        guard var behaviour = behaviour(of: method) else { throw .missing("payment_method", method) }
        if behaviour == .asksOwner, !isApproved { return try ask(known, method, form) }
        if behaviour == .pays, Double.random(in: 0..<1) < plan.rates.decline { behaviour = .generic }
        if behaviour == .pays, Double.random(in: 0..<1) < plan.rates.wrongAmount { behaviour = .paysWrongly }
        if behaviour.delay > .zero { try? await Task.sleep(for: behaviour.delay) }
        // Looked at again: another call may have ended it while the bank was asked.
        let intent = ProviderState.charged(try state.confirmable(id, paymentMethod: method), by: behaviour)
        try keep(.intent(intent))
        if intent.lastPaymentError != nil { throw .declined(intent) }
        if behaviour == .disputes { dispute(intent) }
        return Answer(status: 200, intent)
    }

    /// Tells that the holder wants his money back through his bank.
    private func dispute(_ intent: PaymentIntent) {
        let dispute = Dispute(
            id: Self.newID("dp"), amount: intent.amount, currency: intent.currency, paymentIntent: intent.id,
            created: now)
        try? keep(.dispute(dispute))
    }

    /// Captures a held intent.
    func capture(_ id: String, _ form: Form) throws(ProviderError) -> Answer {
        let intent = try state.captured(id, amount: try form.optionalInteger("amount_to_capture"))
        try keep(.intent(intent))
        return Answer(status: 200, intent)
    }

    /// Gives up an intent.
    func cancel(_ id: String) throws(ProviderError) -> Answer {
        let intent = try state.canceled(id)
        try keep(.intent(intent))
        return Answer(status: 200, intent)
    }

    /// Gives money back.
    func refund(_ form: Form) throws(ProviderError) -> Answer {
        guard let id = form["payment_intent"] else { throw .parameter("payment_intent") }
        let (intent, amount) = try state.refundable(id, amount: try form.optionalInteger("amount"))
        var refund = Refund(
            id: Self.newID("re"),
            amount: amount,
            currency: intent.currency,
            paymentIntent: id,
            metadata: form.metadata,
            created: now
        )
        if Double.random(in: 0..<1) < plan.refundRates.pending { refund.status = "pending" }
        try keep(.refund(refund))
        if behaviour(of: intent.paymentMethod) == .refundsFail {
            Task { [refund] in
                try? await Task.sleep(for: .seconds(1))
                self.fail(refund)
            }
        }
        return Answer(status: 200, refund)
    }

    /// The bank could not take it, and the money is the shop's again.
    private func fail(_ refund: Refund) {
        var refund = refund
        refund.status = "failed"
        refund.failureReason = "lost_or_stolen_card"
        try? keep(.refund(refund))
    }

    /// A refund that has waited, as the plan has it end.
    private func ended(_ refund: Refund) -> Refund {
        var refund = refund
        refund.status = plan.pendingRefunds
        if refund.status == "failed" { refund.failureReason = "insufficient_funds" }
        return refund
    }

    /// Takes a change over, and tells of it. What is to be told is kept with it: whoever dies in between forgets neither.
    func keep(_ event: ProviderState.Event) throws(ProviderError) {
        let deliveries = deliveries(of: event)
        do { try record([event] + deliveries.map(ProviderState.Event.owed)) } catch { throw .parameter("state file") }
        for delivery in deliveries { deliver(delivery) }
    }

    /// Goes on with what was not taken before a restart.
    func deliverWhatIsOwed() {
        for delivery in state.owed.values { deliver(delivery) }
    }

    private func deliver(_ delivery: Delivery) {
        guard let webhooks else { return }
        Task {
            if await webhooks.deliver(delivery, plan: plan.webhooks) { try? record([.delivered(delivery.id)]) }
        }
    }

    private func deliveries(of event: ProviderState.Event) -> [Delivery] {
        guard let webhooks else { return [] }
        switch event {
        case .intent(let intent):
            let kind =
                switch intent.status {
                case .succeeded: "payment_intent.succeeded"
                case .requiresCapture: "payment_intent.amount_capturable_updated"
                case .requiresConfirmation: "payment_intent.created"
                case .requiresAction: "payment_intent.requires_action"
                case .requiresPaymentMethod: "payment_intent.payment_failed"
                case .canceled: "payment_intent.canceled"
                }
            return webhooks.deliveries(of: kind, object: intent, created: now)
        case .refund(let refund):
            let isNew = !state.refunds.contains { $0.id == refund.id }
            let kind = isNew ? "refund.created" : refund.status == "failed" ? "refund.failed" : "refund.updated"
            let told = webhooks.deliveries(of: kind, object: refund, created: now)
            guard isNew, let intent = try? state.intent(refund.paymentIntent) else { return told }
            let charge = Charge(of: intent, refunded: state.refunded(intent.id) + refund.amount)
            return told + webhooks.deliveries(of: "charge.refunded", object: charge, created: now)
        case .dispute(let dispute):
            return webhooks.deliveries(of: "charge.dispute.created", object: dispute, created: now)
        case .customer, .card, .setup, .answer, .faulted, .owed, .delivered: return []
        }
    }

    private func record(_ events: [ProviderState.Event]) throws {
        try journal?.append(events)
        for event in events { state.apply(event) }
    }

    var now: Int { Int(Date().timeIntervalSince1970) + plan.clockOffsetS }

    /// In letters alone, where the real one has letters among its digits: many digits in a row may look like a card's.
    static func newID(_ prefix: String) -> String {
        let letters = UUID().uuidString.utf8.compactMap { byte -> UInt8? in
            byte == UInt8(ascii: "-") ? nil : byte < UInt8(ascii: "A") ? byte + 0x37 : byte | 0x20
        }
        return prefix + "_" + String(decoding: letters, as: UTF8.self)
    }
}
