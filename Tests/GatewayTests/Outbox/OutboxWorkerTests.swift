import Logging
import Testing

@testable import Gateway
@testable import Postgres

/// What the outbox worker asks of the provider, and what it makes of the answer.
struct OutboxWorkerTests {
    private static let held = Payment(reference: "pi", amountMinor: 5580, currency: "ils", isHeld: true)
    private static let taken = Payment(reference: "pi", amountMinor: 4000, currency: "ils")

    /// Takes one effect and works at it, once for each number of tries.
    private static func work(
        kind: String,
        tries: ClosedRange<Int> = 1...1,
        amount: Int = 4000,
        _ provider: ScriptedProvider,
        cards: ScriptedCards = ScriptedCards(),
        failures: [String: PostgresError] = [:]
    ) async throws -> (results: [SweepResult], database: RecordingDatabase) {
        var results: [SweepResult] = []
        var database = RecordingDatabase()
        for number in tries {
            database = RecordingDatabase(
                failures: failures,
                rows: [
                    "outbox_claim": [
                        [
                            "outbox_id": "5", "kind": kind, "tries": "\(number)",
                            "refund_id": kind == "refund" ? "8" : nil, "capture_id": kind == "capture" ? "9" : nil,
                            "payment_token_id": kind == "detach" ? "7" : nil,
                            "provider_token": kind == "detach" ? "pm_7" : nil,
                            "provider_reference": kind == "mail" ? nil : "pi",
                            "amount_minor": kind == "mail" ? nil : "\(amount)",
                            "provider_key": kind == "mail" ? nil : "shop-key", "lease_number": "7",
                        ]
                    ]
                ]
            )
            let worker = OutboxWorker(
                calls: OutboxCalls(database: database), provider: provider, cards: cards,
                logger: Logger(label: "test"), leaseSeconds: 60)
            let item = try #require(try await worker.claim(limit: 1).first)
            results.append(try await worker.work(item))
        }
        return (results, database)
    }

    @Test func refund_hasOneKey_howeverOftenItIsTried_andIsLookedUpBeforeEachTry() async throws {
        let provider = ScriptedProvider(
            nil, .unknown(reason: "timeout"), nil, .unknown(reason: "timeout"), .paid(Self.taken))
        // A human gives it back with its tries at 0: it is looked up all the same.
        var results = try await Self.work(kind: "refund", tries: 40...41, provider).results
        results += try await Self.work(kind: "refund", tries: 1...1, provider).results
        let lookUp = ScriptedProvider.Call.lookUpRefund(key: "shop-key-refund")
        let refund = ScriptedProvider.Call.refund(4000, key: "shop-key-refund")
        #expect(provider.calls == [lookUp, refund, lookUp, refund, lookUp])
        #expect(results == [.postponed, .postponed, .done])
    }

    @Test(arguments: [PaymentOutcome.pending, .unknown(reason: "status 500")])
    func refund_thatMayHaveBeenMade_isNeverGivenUp(_ outcome: PaymentOutcome) async throws {
        let (results, database) = try await Self.work(kind: "refund", tries: 500...500, ScriptedProvider(outcome))
        #expect(results == [.postponed])
        #expect(database.arguments(of: "outbox_retry").first?["is_final"] == false)
    }

    @Test func capture_hasOneKey_andIsLookedUpBeforeItIsRepeated() async throws {
        let provider = ScriptedProvider(
            .paid(Self.held), .unknown(reason: "timeout"), .paid(Self.held), .paid(Self.taken))
        let (results, database) = try await Self.work(kind: "capture", tries: 1...2, provider)
        #expect(
            provider.calls == [
                .lookUp("pi"), .capture(4000, key: "shop-key-capture"), .lookUp("pi"),
                .capture(4000, key: "shop-key-capture"),
            ])
        #expect(results == [.postponed, .done])
        #expect(
            database.arguments(of: "capture_complete") == [
                ["capture_id": 9, "captured_minor": 4000, "lease_number": 7]
            ])
    }

    @Test func repeatedCapture_thatIsDone_isNotSentAgain() async throws {
        let provider = ScriptedProvider(.paid(Self.taken))
        let (results, database) = try await Self.work(kind: "capture", tries: 2...2, provider)
        #expect(provider.calls == [.lookUp("pi")])
        #expect(results == [.done])
        #expect(
            database.arguments(of: "capture_complete") == [
                ["capture_id": 9, "captured_minor": 4000, "lease_number": 7]
            ])
    }

    @Test func repeatedCapture_whileTheLookUpSaysNothing_isNotSent() async throws {
        let provider = ScriptedProvider(.unknown(reason: "status 500"))
        let (results, _) = try await Self.work(kind: "capture", tries: 2...2, provider)
        #expect(provider.calls == [.lookUp("pi")])
        #expect(results == [.postponed])
    }

    @Test func capture_ofAHoldThatIsGone_isToldAsNothing() async throws {
        let provider = ScriptedProvider(
            .paid(Self.held), .refused(reason: "status 400 payment_intent_unexpected_state"), .canceled)
        let (results, database) = try await Self.work(kind: "capture", provider)
        #expect(results == [.done])
        #expect(
            database.arguments(of: "capture_complete") == [["capture_id": 9, "captured_minor": 0, "lease_number": 7]])
    }

    /// Of a payment whose checkout has ended, and of which nobody knows whether it was ever paid.
    @Test(arguments: [
        PaymentOutcome.open(reference: "pi"), .declined(code: "card_declined"),
        .actionRequired(PaymentAction(reference: "pi", clientSecret: "s", redirectURL: nil)),
    ])
    func paymentOfWhichNothingIsToBeTaken_isGivenUpWhileItIsOpen(_ found: PaymentOutcome) async throws {
        let provider = ScriptedProvider(found, .canceled)
        let (results, database) = try await Self.work(kind: "capture", amount: 0, provider)
        #expect(provider.calls == [.lookUp("pi"), .cancel(key: "shop-key-capture")])
        #expect(results == [.done])
        #expect(
            database.arguments(of: "capture_complete") == [["capture_id": 9, "captured_minor": 0, "lease_number": 7]])
    }

    @Test func everyCall_saysWhichLeaseItIsMadeUnder() async throws {
        let (_, refund) = try await Self.work(kind: "refund", ScriptedProvider(.paid(Self.taken)))
        let (_, postponed) = try await Self.work(kind: "refund", ScriptedProvider(.unknown(reason: "timeout")))
        #expect(refund.arguments(of: "refund_complete").first?["lease_number"] == 7)
        #expect(postponed.arguments(of: "outbox_retry").first?["lease_number"] == 7)
    }

    @Test func capture_thatTheBooksCannotBelieve_waitsForAHuman() async throws {
        var mismatch = PostgresError(kind: .server, message: "PAYMENT_MISMATCH")
        mismatch.sqlState = SQLState(rawValue: "MS409")
        let (results, database) = try await Self.work(
            kind: "capture", ScriptedProvider(.paid(Self.taken)), failures: ["capture_complete": mismatch])
        #expect(results == [.handedOver])
        #expect(database.arguments(of: "outbox_retry").first?["is_final"] == true)
    }

    @Test(arguments: ["refund", "capture"])
    func refusedCall_waitsForAHuman(_ kind: String) async throws {
        let found = kind == "refund" ? nil : PaymentOutcome.paid(Self.held)
        let (results, database) = try await Self.work(
            kind: kind, ScriptedProvider(found, .refused(reason: "status 400")))
        #expect(results == [.handedOver])
        #expect(database.arguments(of: "outbox_retry").first?["is_final"] == true)
    }

    @Test(arguments: [
        (nil, SweepResult.done, "outbox_done"),
        (CardError.unavailable(reason: "status 500"), .postponed, "outbox_retry"),
    ])
    func card_isForgotten_howeverLongItTakes(_ error: CardError?, _ result: SweepResult, _ call: String) async throws {
        let cards = ScriptedCards(error)
        let (results, database) = try await Self.work(
            kind: "detach", tries: 500...500, ScriptedProvider(), cards: cards)
        #expect(results == [result])
        #expect(cards.detached == ["pm_7"])
        #expect(database.asked == ["outbox_claim", call])
    }

    @Test func mail_withoutATransport_isNotLost() async throws {
        let provider = ScriptedProvider()
        let (results, database) = try await Self.work(kind: "mail", provider)
        #expect(results == [.handedOver])
        #expect(provider.calls.isEmpty)
        let arguments = database.arguments(of: "outbox_retry").first
        #expect(arguments?["error"] == "no transport for mail" && arguments?["is_final"] == true)
    }
}
