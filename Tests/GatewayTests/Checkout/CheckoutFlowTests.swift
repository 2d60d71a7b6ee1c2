import Logging
import Testing

@testable import Gateway
@testable import Postgres

/// Which call the flow makes for which outcome of the provider. What the calls do is tested in the database.
struct CheckoutFlowTests {
    private static let charge = Charge(
        attemptID: 17, shopID: "shop", providerKey: "key", amountMinor: 5580, currency: "ils", providerToken: "pm",
        capture: .onReady)
    private static let action = PaymentAction(reference: "pi", clientSecret: "secret", redirectURL: nil)
    private static let taken = Payment(reference: "pi", amountMinor: 5580, currency: "ils")

    private static func flow(_ provider: ScriptedProvider, _ database: RecordingDatabase) -> CheckoutFlow {
        CheckoutFlow(
            calls: CheckoutCalls(database: database), provider: provider, logger: Logger(label: "test"))
    }

    private static func drive(_ provider: ScriptedProvider, _ database: RecordingDatabase) async throws
        -> CheckoutOutcome
    {
        try await flow(provider, database).drive(CheckoutAttempt(charge: charge, lease: 7, requestID: "r"))
    }

    @Test(arguments: [
        ([PaymentOutcome.paid(taken)], "checkout_commit"),
        ([.declined(code: "card_declined"), .canceled], "checkout_release"), ([.canceled], "checkout_release"),
        ([.unknown(reason: "timeout")], "checkout_doubt"), ([.actionRequired(action)], "checkout_action"),
        // Refused, while the payment is open still: given up, then released.
        ([.refused(reason: "status 400"), .open(reference: "pi"), .canceled], "checkout_release"),
        ([.refused(reason: "status 400"), .paid(taken)], "checkout_commit"),
        ([.refused(reason: "status 400"), .unknown(reason: "timeout")], "checkout_doubt"),
        // Stock is never given back while the payment may still be paid.
        ([.declined(code: "card_declined"), .unknown(reason: "timeout")], "checkout_doubt"),
        ([.declined(code: "card_declined"), .refused(reason: "status 400")], "checkout_doubt"),
        ([.declined(code: "x"), .refused(reason: "payment_intent_unexpected_state"), .paid(taken)], "checkout_commit"),
    ])
    func outcomesOfAConfirm_areTheirCall(_ outcomes: [PaymentOutcome], _ statement: String) async throws {
        let database = RecordingDatabase()
        _ = try await Self.drive(ScriptedProvider(outcomes), database)
        #expect(database.asked == ["checkout_intent", statement])
    }

    @Test(arguments: [
        (PaymentOutcome.declined(code: "card_declined"), "checkout_release"),
        (.refused(reason: "status 400 amount_too_small"), "checkout_release"),
        (.unknown(reason: "timeout"), "checkout_doubt"),
    ])
    func paymentThatIsNotMade_isNeverConfirmed(_ prepared: PaymentOutcome, _ statement: String) async throws {
        let database = RecordingDatabase()
        let provider = ScriptedProvider(prepared: prepared)
        _ = try await Self.drive(provider, database)
        #expect(database.asked == [statement])
        #expect(provider.calls == [.prepare(key: "shop-key-create-0", .onReady)])
    }

    @Test func refusedRequest_isToldAsSuch() async throws {
        let database = RecordingDatabase()
        _ = try await Self.drive(ScriptedProvider(prepared: .refused(reason: "status 400")), database)
        let arguments = try #require(database.arguments(of: "checkout_release").first)
        #expect(arguments["reason"] == "refused: status 400")
        guard case .text(let body)? = arguments["response"] else {
            Issue.record("no answer")
            return
        }
        #expect(body.contains("PAYMENT_REFUSED"))
    }

    @Test func payment_isStoredBeforeItIsConfirmed_andOnlyThen() async throws {
        let away = PostgresError(kind: .cannotConnect, message: "away")
        let provider = ScriptedProvider()
        _ = try await Self.drive(provider, RecordingDatabase(failures: ["checkout_intent": away]))
        #expect(provider.calls == [.prepare(key: "shop-key-create-0", .onReady)])
    }

    @Test(arguments: ["EXPIRED", "COMPENSATING", "NEEDS_REVIEW"])
    func attemptThatIsNotOpen_isNotConfirmed(_ state: String) async throws {
        let isEnded = state == "EXPIRED"
        let row = [
            "intent_reference": "pi", "may_be_confirmed": "f", "state": state, "response_status": isEnded ? "400" : nil,
            "response_body": isEnded ? "{}" : nil,
        ]
        let provider = ScriptedProvider()
        _ = try await Self.drive(provider, RecordingDatabase(rows: ["checkout_intent": [row]]))
        #expect(provider.calls == [.prepare(key: "shop-key-create-0", .onReady)])
    }

    @Test func anothersPayment_isLookedUp_andTheOneToGoOnWith() async throws {
        let row = [
            "intent_reference": "pi_first", "may_be_confirmed": "t", "state": "LOCKED", "response_status": nil,
            "response_body": nil,
        ]
        let provider = ScriptedProvider(.open(reference: "pi_first"), .paid(Self.taken))
        _ = try await Self.drive(provider, RecordingDatabase(rows: ["checkout_intent": [row]]))
        #expect(
            provider.calls == [
                .prepare(key: "shop-key-create-0", .onReady), .lookUp("pi_first"),
                .confirm("pi_first", key: "shop-key-confirm-0"),
            ])
    }

    @Test func paid_butTheCommitIsRefused_isGivenBack_andNeverReleasedBefore() async throws {
        var mismatch = PostgresError(kind: .server, message: "PAYMENT_MISMATCH")
        mismatch.sqlState = SQLState(rawValue: "MS409")
        let database = RecordingDatabase(failures: ["checkout_commit": mismatch])
        guard case .inDoubt(17, _) = try await Self.drive(ScriptedProvider(.paid(Self.taken)), database) else {
            Issue.record("not in doubt")
            return
        }
        #expect(database.asked == ["checkout_intent", "checkout_commit", "checkout_compensate"])
    }

    @Test func paid_butTheDatabaseIsAway_isTriedAgain_thenInDoubt() async throws {
        let away = PostgresError(kind: .cannotConnect, message: "away")
        let database = RecordingDatabase(failures: ["checkout_commit": away, "checkout_doubt": away])
        guard case .inDoubt(17, _) = try await Self.drive(ScriptedProvider(.paid(Self.taken)), database) else {
            Issue.record("not in doubt")
            return
        }
        #expect(database.asked.count { $0 == "checkout_commit" } == 4)
    }

    @Test func everyCall_saysWhichLeaseItIsMadeUnder() async throws {
        var refused = PostgresError(kind: .server, message: "PAYMENT_MISMATCH")
        refused.sqlState = SQLState(rawValue: "MS409")
        let database = RecordingDatabase(failures: ["checkout_commit": refused])
        _ = try await Self.drive(ScriptedProvider(.paid(Self.taken)), database)
        _ = try await Self.drive(ScriptedProvider(.declined(code: "x"), .canceled), database)
        _ = try await Self.drive(ScriptedProvider(.unknown(reason: "timeout")), database)
        _ = try await Self.drive(ScriptedProvider(.actionRequired(Self.action)), database)
        let charged = Payment(reference: "pi", amountMinor: 5680, currency: "ils")
        try await Self.resume(
            [
                Self.claimed(.unknown, tries: 1, age: .seconds(901)),
                Self.claimed(.compensating, tries: 1, charged: charged),
                Self.claimed(.compensating, tries: 1, charged: charged),
            ], ScriptedProvider(.paid(charged), .refused(reason: "status 400")), database)
        let functions: Set = [
            "checkout_intent", "checkout_commit", "checkout_compensate", "checkout_release", "checkout_doubt",
            "checkout_expire", "checkout_compensated", "checkout_review", "checkout_action",
        ]
        #expect(Set(database.asked) == functions)
        #expect(database.calls.allSatisfy { $0.arguments["lease_number"] == 7 })
    }

    /// The database leaves it to who has the lease: no answer, and the state as it is.
    @Test(arguments: [
        (
            [PaymentOutcome.paid(Payment(reference: "pi", amountMinor: 5580, currency: "ils", isHeld: true))],
            "checkout_commit"
        ),
        ([.declined(code: "card_declined"), .canceled], "checkout_release"),
    ])
    func attemptThatSomebodyElseHas_isLeftOpen(_ outcomes: [PaymentOutcome], _ statement: String) async throws {
        let row = ["state": "LOCKED", "response_status": nil, "response_body": nil]
        let database = RecordingDatabase(rows: [statement: [row]])
        guard case .inDoubt(17, "LOCKED") = try await Self.drive(ScriptedProvider(outcomes), database) else {
            Issue.record("not open")
            return
        }
        #expect(database.asked == ["checkout_intent", statement])
    }

    @Test(arguments: [false, true])
    func commit_saysWhetherMoneyIsTakenOrHeld(_ isHeld: Bool) async throws {
        let database = RecordingDatabase()
        let payment = Payment(reference: "pi", amountMinor: 5580, currency: "ils", isHeld: isHeld)
        _ = try await Self.drive(ScriptedProvider(.paid(payment)), database)
        #expect(database.arguments(of: "checkout_commit").first?["is_captured"] == .boolean(!isHeld))
    }

    /// An attempt as a reconciler takes it, the first time or again.
    private static func claimed(
        _ state: ClaimedAttempt.State, tries: Int, intent: String? = nil, age: Duration = .zero,
        charged: Payment? = nil,
        isActionOver: Bool = false
    ) -> ClaimedAttempt {
        ClaimedAttempt(
            attempt: CheckoutAttempt(charge: charge, intent: intent, lease: 7, requestID: "r", tries: tries),
            state: state,
            age: age,
            isActionOver: isActionOver,
            charged: charged
        )
    }

    private static func resume(_ claims: [ClaimedAttempt], _ provider: ScriptedProvider, _ database: RecordingDatabase)
        async throws
    {
        for claim in claims { _ = try await flow(provider, database).resume(claim) }
    }

    @Test func storedPayment_isLookedUpBeforeItIsConfirmedAgain() async throws {
        let provider = ScriptedProvider(
            .unknown(reason: "timeout"), .open(reference: "pi"), .unknown(reason: "timeout"), .paid(Self.taken))
        let database = RecordingDatabase()
        try await Self.resume((1...3).map { Self.claimed(.unknown, tries: $0, intent: "pi") }, provider, database)
        #expect(
            provider.calls == [
                .lookUp("pi"), .lookUp("pi"), .confirm("pi", key: "shop-key-confirm-2"), .lookUp("pi"),
            ])
        #expect(database.asked == ["checkout_doubt", "checkout_doubt", "checkout_commit"])
    }

    @Test func requestsThatTheProviderCallsWrong_areTold() async throws {
        let flow = Self.flow(ScriptedProvider(prepared: .refused(reason: "status 400")), RecordingDatabase())
        for _ in 0..<3 {
            #expect(!flow.refusals.isRed())
            _ = try await flow.drive(CheckoutAttempt(charge: Self.charge, lease: 1, requestID: "r"))
        }
        #expect(flow.refusals.isRed())
    }

    @Test func decline_thatWouldWarnAThief_isToldAsAnyOther() async throws {
        let database = RecordingDatabase()
        let provider = ScriptedProvider(.declined(code: "stolen_card"), .canceled)
        _ = try await Self.drive(provider, database)
        let arguments = try #require(database.arguments(of: "checkout_release").first)
        #expect(arguments["reason"] == "stolen_card", "managers see why")
        guard case .text(let body)? = arguments["response"] else {
            Issue.record("no answer")
            return
        }
        #expect(body.contains(#""decline_code":"generic_decline""#) && !body.contains("stolen"))
    }

    @Test(arguments: [
        // Nobody confirms what the owner is asked about: it is looked at, and waited for.
        (PaymentOutcome.actionRequired(action), false, false, "checkout_action"),
        (.paid(taken), false, false, "checkout_commit"), (.unknown(reason: "timeout"), true, false, "checkout_doubt"),
        (.declined(code: "refused"), false, true, "checkout_release"),
        // Another driver has given it up, and is about to say so: one end, whoever says it.
        (.canceled, true, false, "checkout_expire"), (.canceled, false, false, "checkout_expire"),
        // Over: given up at the provider, and only then free.
        (.actionRequired(action), true, true, "checkout_expire"),
        (.open(reference: "pi"), true, true, "checkout_expire"), (.paid(taken), true, false, "checkout_commit"),
    ])
    func attemptThatWaitsForTheOwner_goesOnAsTheyDecide(
        _ outcome: PaymentOutcome, _ isOver: Bool, _ isGivenUp: Bool, _ statement: String
    ) async throws {
        let database = RecordingDatabase()
        let provider = ScriptedProvider(outcome, .canceled)
        let claim = Self.claimed(.actionRequired, tries: 1, intent: "pi", age: .seconds(5), isActionOver: isOver)
        try await Self.resume([claim], provider, database)
        let cancel = ScriptedProvider.Call.cancel(key: "shop-key-cancel-1")
        #expect(provider.calls == [.lookUp("pi")] + (isGivenUp ? [cancel] : []))
        #expect(database.asked == [statement])
    }

    @Test func approvalThatCameTooLate_isStillAnOrder() async throws {
        let database = RecordingDatabase()
        let provider = ScriptedProvider(
            .actionRequired(Self.action), .refused(reason: "payment_intent_unexpected_state"), .paid(Self.taken))
        let claim = Self.claimed(.actionRequired, tries: 1, intent: "pi", isActionOver: true)
        try await Self.resume([claim], provider, database)
        #expect(database.asked == ["checkout_commit"], "what cannot be given up has been paid")
    }

    @Test func attemptWithoutAPayment_tooLate_expires_withoutAQuestion() async throws {
        let provider = ScriptedProvider()
        let database = RecordingDatabase()
        try await Self.resume([Self.claimed(.unknown, tries: 1, age: .seconds(901))], provider, database)
        #expect(provider.calls.isEmpty)
        #expect(database.asked == ["checkout_expire"])
    }

    @Test func attemptThatIsUnknownForADay_waitsForAHuman() async throws {
        let database = RecordingDatabase()
        let provider = ScriptedProvider(.unknown(reason: "timeout"), .unknown(reason: "timeout"))
        try await Self.resume(
            [86_399, 86_400].map { Self.claimed(.unknown, tries: 900, intent: "pi", age: .seconds($0)) }, provider,
            database)
        #expect(database.asked == ["checkout_doubt", "checkout_review"])
    }

    @Test(arguments: [
        ([PaymentOutcome.open(reference: "pi"), .canceled], "checkout_expire"), ([.canceled], "checkout_expire"),
        (
            [.open(reference: "pi"), .refused(reason: "payment_intent_unexpected_state"), .paid(taken)],
            "checkout_commit"
        ),
        ([.open(reference: "pi"), .unknown(reason: "timeout")], "checkout_doubt"), ([.paid(taken)], "checkout_commit"),
        ([.declined(code: "x"), .canceled], "checkout_release"), ([.unknown(reason: "timeout")], "checkout_doubt"),
    ])
    func openPayment_tooLate_isGivenUpBeforeItsStock(_ outcomes: [PaymentOutcome], _ statement: String) async throws {
        let database = RecordingDatabase()
        let provider = ScriptedProvider(outcomes)
        try await Self.resume([Self.claimed(.unknown, tries: 1, intent: "pi", age: .seconds(901))], provider, database)
        #expect(database.asked == [statement])
        #expect(!provider.calls.contains { if case .confirm = $0 { true } else { false } })
    }

    @Test func takenMoney_isRefunded_underOneKey_lookedUpFirst() async throws {
        let charged = Payment(reference: "pi", amountMinor: 5680, currency: "ils")
        let provider = ScriptedProvider(nil, .unknown(reason: "timeout"), .pending, .paid(charged))
        let database = RecordingDatabase()
        // A human gives it back with its tries at 0: it is looked up all the same.
        try await Self.resume(
            [40, 39, 1].map { Self.claimed(.compensating, tries: $0, charged: charged) }, provider, database)
        let lookUp = ScriptedProvider.Call.lookUpRefund(key: "shop-key-refund")
        #expect(provider.calls == [lookUp, .refund(5680, key: "shop-key-refund"), lookUp, lookUp])
        #expect(database.asked == ["checkout_review", "checkout_doubt", "checkout_compensated"])
    }

    @Test func heldMoney_isLetGo_neverRefunded_lookedUpFirst() async throws {
        let charged = Payment(reference: "pi", amountMinor: 5680, currency: "ils", isHeld: true)
        let provider = ScriptedProvider(.paid(charged), .unknown(reason: "timeout"), .paid(charged), .canceled)
        let database = RecordingDatabase()
        try await Self.resume(
            (1...2).map { Self.claimed(.compensating, tries: $0, charged: charged) }, provider, database)
        #expect(
            provider.calls == [
                .lookUp("pi"), .cancel(key: "shop-key-cancel-1"), .lookUp("pi"), .cancel(key: "shop-key-cancel-2"),
            ])
        #expect(database.asked == ["checkout_doubt", "checkout_compensated"])
        #expect(database.arguments(of: "checkout_compensated").first?["refund_reference"] == .null)
    }

    @Test func heldMoney_takenBySomebodyElse_isHandedToAHuman() async throws {
        let charged = Payment(reference: "pi", amountMinor: 5680, currency: "ils", isHeld: true)
        let taken = Payment(reference: "pi", amountMinor: 5680, currency: "ils")
        let provider = ScriptedProvider(
            .paid(charged), .refused(reason: "status 400 payment_intent_unexpected_state"), .paid(taken))
        let database = RecordingDatabase()
        try await Self.resume([Self.claimed(.compensating, tries: 1, charged: charged)], provider, database)
        #expect(provider.calls == [.lookUp("pi"), .cancel(key: "shop-key-cancel-1"), .lookUp("pi")])
        #expect(database.asked == ["checkout_review"])
    }
}
