/// Everything that the provider remembers. No I/O and no clock: the rules are tested as they are.
struct ProviderState: Sendable {
    /// A change, as the journal keeps it.
    enum Event: Codable, Sendable, Equatable {
        case intent(PaymentIntent)
        case refund(Refund)
        case customer(Customer)
        case card(Card)
        case setup(SetupIntent)
        case answer(key: String, IdempotentAnswer)
        case dispute(Dispute)
        /// A charge has had its one fault.
        case faulted(String)
        /// A shop is to be told of something.
        case owed(Delivery)
        /// The shop of a delivery has taken it.
        case delivered(String)
    }

    /// What a key was answered with.
    struct IdempotentAnswer: Codable, Sendable, Equatable {
        /// Path and parameters of the first call.
        let request: String
        let status: Int
        let body: String
        /// Seconds since 1970.
        let created: Int
    }

    private(set) var intents: [PaymentIntent] = []
    private(set) var refunds: [Refund] = []
    private(set) var customers: [Customer] = []
    private(set) var cards: [String: Card] = [:]
    private(set) var setups: [String: SetupIntent] = [:]
    private(set) var disputes: [Dispute] = []
    /// The charges that have had their one fault.
    private(set) var faulted: Set<String> = []
    /// What shops have not taken yet, by its id.
    private(set) var owed: [String: Delivery] = [:]
    private var intentIndex: [String: Int] = [:]
    private var answers: [String: IdempotentAnswer] = [:]
    private var running: Set<String> = []
    /// Keys are kept for a day, as the real provider does.
    private static let keyLife = 86_400

    /// The intent of an id.
    func intent(_ id: String) throws(ProviderError) -> PaymentIntent {
        guard let index = intentIndex[id] else { throw .missing("payment_intent", id) }
        return intents[index]
    }

    /// Refunded so far of an intent, what waits included.
    func refunded(_ intentID: String) -> Int {
        refunds.filter { $0.paymentIntent == intentID && $0.status != "failed" }.reduce(0) { $0 + $1.amount }
    }

    /// Takes a change over: one just made, or one from the journal.
    mutating func apply(_ event: Event) {
        switch event {
        case .intent(let intent):
            if let index = intentIndex[intent.id] {
                intents[index] = intent
            } else {
                intentIndex[intent.id] = intents.count
                intents.append(intent)
            }
        case .refund(let refund):
            if let index = refunds.firstIndex(where: { $0.id == refund.id }) {
                refunds[index] = refund
            } else {
                refunds.append(refund)
            }
        case .customer(let customer):
            customers.append(customer)
        case .card(let card): cards[card.id] = card
        case .setup(let setup): setups[setup.id] = setup
        case .answer(let key, let answer): answers[key] = answer
        case .dispute(let dispute): disputes.append(dispute)
        case .faulted(let charge): faulted.insert(charge)
        case .owed(let delivery): owed[delivery.id] = delivery
        case .delivered(let id): owed[id] = nil
        }
    }

    /// Claims a key for a call. Gives the earlier answer if there was one.
    mutating func begin(key: String, request: String, now: Int) throws(ProviderError) -> IdempotentAnswer? {
        if let answer = answers[key], now - answer.created < Self.keyLife {
            guard answer.request == request else { throw .keyReused }
            return answer
        }
        guard running.insert(key).inserted else { throw .keyInUse }
        return nil
    }

    /// Lets go of a key.
    mutating func end(key: String) {
        running.remove(key)
    }

    /// An intent that may be confirmed: a new one, one whose owner has not been asked yet, or one that was declined and has another
    /// payment method now.
    func confirmable(_ id: String, paymentMethod: String?) throws(ProviderError) -> PaymentIntent {
        var intent = try intent(id)
        guard
            [.requiresConfirmation, .requiresAction].contains(intent.status)
                || (intent.status == .requiresPaymentMethod && paymentMethod != nil)
        else { throw .unexpectedState(intent) }
        if let paymentMethod { intent.paymentMethod = paymentMethod }
        intent.lastPaymentError = nil
        intent.nextAction = nil
        return intent
    }

    /// A confirmed intent, charged or declined as its payment method says.
    static func charged(_ intent: PaymentIntent, by behaviour: CardBehaviour) -> PaymentIntent {
        var intent = intent
        let taken = intent.amount + (behaviour == .paysWrongly ? 100 : 0)
        if case .declines(let decline) = behaviour {
            intent.status = .requiresPaymentMethod
            intent.lastPaymentError = decline
        } else if intent.captureMethod == "manual" {
            intent.status = .requiresCapture
            intent.amountCapturable = taken
        } else {
            intent.status = .succeeded
            intent.amountReceived = taken
        }
        return intent
    }

    /// A held intent, captured in full or in part; the rest is let go.
    func captured(_ id: String, amount: Int?) throws(ProviderError) -> PaymentIntent {
        var intent = try intent(id)
        let amount = amount ?? intent.amount
        guard intent.status == .requiresCapture else { throw .unexpectedState(intent) }
        guard (1...intent.amountCapturable).contains(amount) else { throw .parameter("amount_to_capture") }
        intent.status = .succeeded
        intent.amountReceived = amount
        intent.amountCapturable = 0
        return intent
    }

    /// An intent that was not charged, given up.
    func canceled(_ id: String) throws(ProviderError) -> PaymentIntent {
        var intent = try intent(id)
        let open: [PaymentIntent.Status] = [
            .requiresCapture, .requiresPaymentMethod, .requiresConfirmation, .requiresAction,
        ]
        guard open.contains(intent.status) else { throw .unexpectedState(intent) }
        intent.status = .canceled
        intent.nextAction = nil
        intent.amountCapturable = 0
        return intent
    }

    /// How much of an intent a refund may give back.
    func refundable(_ id: String, amount: Int?) throws(ProviderError) -> (intent: PaymentIntent, amount: Int) {
        let intent = try intent(id)
        let left = intent.amountReceived - refunded(id)
        let amount = amount ?? left
        guard amount > 0, amount <= left else { throw .parameter("amount") }
        return (intent, amount)
    }
}
