import Postgres

/// The functions of the database that drive a checkout.
struct CheckoutCalls: Sendable {
    let database: any Database

    /// What the lock gave.
    enum Lock: Sendable {
        /// The key is ours, stock and slot are locked.
        case locked(CheckoutAttempt)
        /// The key has its answer already.
        case replay(StoredAnswer)
    }

    /// The answer that a key has for ever.
    struct StoredAnswer: Sendable {
        let status: Int
        let body: [UInt8]

        init(_ row: Row) throws {
            status = try row.get("response_status")
            body = try row.get("response_body")
        }

        /// Nil while there is none.
        init?(ifAny row: Row) throws {
            guard try row.bytes("response_body") != nil else { return nil }
            try self.init(row)
        }
    }

    /// What an attempt is after a call, whoever made it so.
    enum Note: Sendable {
        case open(state: String)
        /// By this call, or by somebody else meanwhile.
        case ended(StoredAnswer)

        init(_ row: Row) throws {
            self = try StoredAnswer(ifAny: row).map(Note.ended) ?? .open(state: row.get("state"))
        }
    }

    /// Claims the key, checks, and locks stock and slot. The plan is the input of POST /checkout/confirm.
    func lock(
        _ plan: Arguments, key: String, fingerprint: [UInt8], leaseSeconds: Int, _ context: CallContext
    ) async throws -> Lock {
        let row = try await database.row(
            "api.checkout_lock",
            [
                "idempotency_key": .text(key), "fingerprint": .bytes(fingerprint),
                "lease_seconds": .integer(Int64(leaseSeconds)),
            ] + plan, context)
        if let answer = try StoredAnswer(ifAny: row) { return .replay(answer) }
        return .locked(
            CheckoutAttempt(
                charge: try Charge(row), lease: try row.get("lease_number"), requestID: context.requestID))
    }

    /// Stores the payment that the provider has made, before it is confirmed. Gives the one that is stored, and how the attempt
    /// stands; none where nothing may be confirmed any more.
    func store(_ attempt: CheckoutAttempt, intent: String) async throws -> (intent: String?, note: Note) {
        let row = try await row("api.checkout_intent", attempt, ["intent_reference": .text(intent)])
        let mayBeConfirmed: Bool = try row.get("may_be_confirmed")
        return (mayBeConfirmed ? try row.get("intent_reference") : nil, try Note(row))
    }

    /// Makes the order of a paid attempt. It stays open where somebody else has taken it over, and the money is only held.
    func commit(_ attempt: CheckoutAttempt, _ payment: Payment) async throws -> Note {
        try Note(
            await row(
                "api.checkout_commit", attempt,
                [
                    "provider_reference": .text(payment.reference), "amount_minor": .integer(payment.amountMinor),
                    "currency": .text(payment.currency), "is_captured": .boolean(!payment.isHeld),
                ]))
    }

    /// Gives back what the lock took, and stores the answer; like the next two it changes nothing where somebody else has taken it over.
    func release(_ attempt: CheckoutAttempt, reason: String, response: String) async throws -> Note {
        try Note(
            await row("api.checkout_release", attempt, ["reason": .text(reason), "response": .text(response)]))
    }

    /// Ends an attempt that was not paid in time, and cannot be any more.
    func expire(_ attempt: CheckoutAttempt) async throws -> Note {
        try Note(await row("api.checkout_expire", attempt, [:]))
    }

    /// Ends an attempt whose money has gone back; the reference is the refund's, none for a hold that was let go.
    func compensated(_ attempt: CheckoutAttempt, refundReference: String?) async throws -> Note {
        try Note(
            await row("api.checkout_compensated", attempt, ["refund_reference": Value(refundReference)]))
    }

    /// Notes that nobody knows yet; it is due again after the pause.
    func doubt(_ attempt: CheckoutAttempt, reason: String, pause: Duration) async throws -> Note {
        let milliseconds = Int64(pause / .milliseconds(1))
        return try Note(
            await row(
                "api.checkout_doubt", attempt, ["reason": .text(reason), "pause_ms": .integer(milliseconds)]))
    }

    /// Notes that the card's owner is waited for. Gives the 202 for that, or the answer that the attempt has got meanwhile.
    func requireAction(_ attempt: CheckoutAttempt, _ action: PaymentAction) async throws -> Note {
        try Note(
            await row(
                "api.checkout_action", attempt,
                ["action_secret": .text(action.clientSecret), "action_url": Value(action.redirectURL)]))
    }

    /// What the caller's attempt is when they say that the card's owner has been asked.
    enum Continuation: Sendable {
        case ended(StoredAnswer)
        /// It waited, and is ours to drive on.
        case taken(ClaimedAttempt)
        case open(attemptID: Int64, state: String)
    }

    /// Takes the caller's attempt, where it waits for the card's owner.
    func proceed(_ attempt: Arguments, leaseSeconds: Int, _ context: CallContext) async throws -> Continuation {
        let row = try await database.row(
            "api.checkout_continue", ["lease_seconds": .integer(Int64(leaseSeconds))] + attempt, context)
        if let answer = try StoredAnswer(ifAny: row) { return .ended(answer) }
        let state: String = try row.get("state")
        guard state == ClaimedAttempt.State.actionRequired.rawValue else {
            return .open(attemptID: try row.get("checkout_attempt_id"), state: state)
        }
        return .taken(try ClaimedAttempt(row, requestID: context.requestID))
    }

    /// Hands it to a human.
    func review(_ attempt: CheckoutAttempt, reason: String) async throws -> Note {
        try Note(await row("api.checkout_review", attempt, ["reason": .text(reason)]))
    }

    /// Notes that its money has to go back.
    func compensate(_ attempt: CheckoutAttempt, _ payment: Payment, reason: String) async throws -> Note {
        try Note(
            await row(
                "api.checkout_compensate", attempt,
                [
                    "provider_reference": .text(payment.reference), "charged_minor": .integer(payment.amountMinor),
                    "reason": .text(reason), "is_held": .boolean(payment.isHeld),
                ]))
    }

    /// Takes attempts whose lease is over.
    func claim(limit: Int, leaseSeconds: Int) async throws -> [ClaimedAttempt] {
        try await database.rows(
            "api.checkout_claim",
            ["limit": .integer(Int64(limit)), "lease_seconds": .integer(Int64(leaseSeconds))],
            CallContext(requestID: "reconciler")
        ).map { try ClaimedAttempt($0) }
    }

    /// Forgets the keys of checkouts that ended long ago; gives their attempts.
    func forgetKeys(limit: Int) async throws -> [Int64] {
        try await database.values(
            "api.idempotency_keys_forget", ["limit": .integer(Int64(limit))],
            CallContext(requestID: "key-forgetter"))
    }

    private func row(_ function: String, _ attempt: CheckoutAttempt, _ arguments: Arguments) async throws -> Row {
        try await database.row(
            function,
            [
                "checkout_attempt_id": .integer(attempt.charge.attemptID),
                "lease_number": .integer(Int64(attempt.lease)),
            ] + arguments,
            CallContext(requestID: attempt.requestID))
    }
}

extension Charge {
    /// Of a row that names what is locked.
    init(_ row: Row) throws {
        self.init(
            attemptID: try row.get("checkout_attempt_id"), shopID: try row.get("shop_id"),
            providerKey: try row.get("provider_key"), amountMinor: try row.get("amount_minor"),
            currency: try row.get("currency"), providerToken: try row.get("provider_token"),
            customer: try row.get("customer_reference"), capture: try row.get("capture"))
    }
}

extension ClaimedAttempt {
    fileprivate init(_ row: Row, requestID: String? = nil) throws {
        let charge = try Charge(row)
        let tries: Int = try row.get("tries")
        let reference: String? = try row.get("provider_reference")
        let chargedMinor: Int64? = try row.get("charged_minor")
        let isHeld: Bool? = try row.get("is_held")
        self.init(
            attempt: CheckoutAttempt(
                charge: charge, intent: try row.get("intent_reference"), lease: try row.get("lease_number"),
                requestID: requestID ?? "reconciler-\(charge.attemptID)-\(tries)", tries: tries),
            state: try row.get("state"),
            age: .seconds(try row.get("age_seconds", as: Int64.self)),
            isActionOver: try row.get("action_is_over", as: Bool?.self) ?? false,
            charged: reference.flatMap { reference in
                chargedMinor.map {
                    Payment(
                        reference: reference, amountMinor: $0, currency: charge.currency, isHeld: isHeld ?? false)
                }
            }
        )
    }
}
