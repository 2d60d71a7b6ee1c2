import Logging
import Testing

@testable import Gateway
@testable import Postgres

/// Which call the flow makes for which outcome of the provider. What the calls do is tested in the database.
struct CheckoutFlowTests {
    private static func drive(_ outcome: PaymentOutcome, _ database: RecordingDatabase) async throws -> CheckoutOutcome
    {
        let flow = CheckoutFlow(
            calls: CheckoutCalls(database: database), provider: ScriptedProvider(outcome),
            logger: Logger(label: "test"))
        let charge = Charge(attemptID: 17, amountMinor: 5580, currency: "ils", providerToken: "pm")
        return try await flow.drive(CheckoutAttempt(charge: charge, requestID: "r"))
    }

    @Test(arguments: [
        (PaymentOutcome.paid(Payment(reference: "pi", amountMinor: 5580, currency: "ils")), "checkout_commit"),
        (.declined(code: "card_declined"), "checkout_release"), (.canceled, "checkout_release"),
        (.unknown(reason: "timeout"), "checkout_doubt"),
        (.refused(reason: "status 400"), "checkout_review"),
    ])
    func outcome_isItsCall(_ outcome: PaymentOutcome, _ statement: String) async throws {
        let database = RecordingDatabase()
        _ = try await Self.drive(outcome, database)
        #expect(database.asked == [statement])
    }

    @Test func paid_butTheCommitIsRefused_isGivenBack_andNeverReleasedBefore() async throws {
        var mismatch = PostgresError(kind: .server, message: "PAYMENT_MISMATCH")
        mismatch.sqlState = SQLState(rawValue: "MS409")
        let database = RecordingDatabase(failures: ["checkout_commit": mismatch])
        let payment = Payment(reference: "pi", amountMinor: 1, currency: "ils")
        guard case .inDoubt(17, _) = try await Self.drive(.paid(payment), database) else {
            Issue.record("not in doubt")
            return
        }
        #expect(database.asked == ["checkout_commit", "checkout_compensate"])
    }

    @Test func paid_butTheDatabaseIsAway_isTriedAgain_thenInDoubt() async throws {
        let away = PostgresError(kind: .cannotConnect, message: "away")
        let database = RecordingDatabase(failures: ["checkout_commit": away, "checkout_doubt": away])
        let payment = Payment(reference: "pi", amountMinor: 1, currency: "ils")
        guard case .inDoubt(17, _) = try await Self.drive(.paid(payment), database) else {
            Issue.record("not in doubt")
            return
        }
        #expect(database.asked.count { $0 == "checkout_commit" } == 4)
    }

    @Test(arguments: [false, true])
    func commit_saysWhetherMoneyIsTakenOrHeld(_ isHeld: Bool) async throws {
        let database = RecordingDatabase()
        let payment = Payment(reference: "pi", amountMinor: 5580, currency: "ils", isHeld: isHeld)
        _ = try await Self.drive(.paid(payment), database)
        #expect(database.arguments(of: "checkout_commit").first?["is_captured"] == .boolean(!isHeld))
    }

    /// An attempt as a reconciler takes it, the first time or again.
    private static func claimed(_ state: ClaimedAttempt.State, tries: Int, charged: Payment? = nil) -> ClaimedAttempt {
        let charge = Charge(
            attemptID: 17, amountMinor: 5580, currency: "ils", providerToken: "pm", capture: .onReady)
        return ClaimedAttempt(
            attempt: CheckoutAttempt(charge: charge, requestID: "r", tries: tries),
            state: state,
            age: .zero,
            charged: charged
        )
    }

    private static func resume(_ claims: [ClaimedAttempt], _ provider: ScriptedProvider, _ database: RecordingDatabase)
        async throws
    {
        let flow = CheckoutFlow(
            calls: CheckoutCalls(database: database), provider: provider, logger: Logger(label: "test"))
        for claim in claims { _ = try await flow.resume(claim) }
    }

    @Test func everyTry_isTheSameCharge() async throws {
        let provider = ScriptedProvider()
        try await Self.resume((1...3).map { Self.claimed(.unknown, tries: $0) }, provider, RecordingDatabase())
        #expect(provider.calls == Array(repeating: .charge(key: "mami-17-charge", .onReady), count: 3))
    }

    @Test func takenMoney_isRefunded_underOneKey_lookedUpFirstWhenRepeated() async throws {
        let charged = Payment(reference: "pi", amountMinor: 5680, currency: "ils")
        let provider = ScriptedProvider()
        try await Self.resume(
            (1...2).map { Self.claimed(.compensating, tries: $0, charged: charged) }, provider, RecordingDatabase())
        #expect(
            provider.calls == [.refund(5680, key: "mami-17-refund"), .lookUpRefund(key: "mami-17-refund")])
    }

    @Test func heldMoney_isLetGo_neverRefunded_lookedUpFirstWhenRepeated() async throws {
        let charged = Payment(reference: "pi", amountMinor: 5680, currency: "ils", isHeld: true)
        let provider = ScriptedProvider(.unknown(reason: "timeout"), .paid(charged), .canceled)
        let database = RecordingDatabase()
        try await Self.resume(
            (1...2).map { Self.claimed(.compensating, tries: $0, charged: charged) }, provider, database)
        #expect(
            provider.calls == [.cancel(key: "mami-17-cancel"), .lookUp("pi"), .cancel(key: "mami-17-cancel")])
        #expect(database.asked == ["checkout_doubt", "checkout_compensated"])
        #expect(database.arguments(of: "checkout_compensated").first?["refund_reference"] == .null)
    }

    @Test func heldMoney_takenBySomebodyElse_isHandedToAHuman() async throws {
        let charged = Payment(reference: "pi", amountMinor: 5680, currency: "ils", isHeld: true)
        let taken = Payment(reference: "pi", amountMinor: 5680, currency: "ils")
        let provider = ScriptedProvider(.refused(reason: "status 400 payment_intent_unexpected_state"), .paid(taken))
        let database = RecordingDatabase()
        try await Self.resume([Self.claimed(.compensating, tries: 1, charged: charged)], provider, database)
        #expect(provider.calls == [.cancel(key: "mami-17-cancel"), .lookUp("pi")])
        #expect(database.asked == ["checkout_review"])
    }
}
