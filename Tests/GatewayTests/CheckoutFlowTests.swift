import Logging
import Synchronization
import Testing

@testable import Gateway
@testable import Postgres

/// Which call the flow makes for which outcome of the provider. What the calls do is tested in the database.
struct CheckoutFlowTests {
    private struct FixedProvider: PaymentProvider {
        let outcome: PaymentOutcome
        func charge(_ charge: Charge) async -> PaymentOutcome { outcome }
        func lookUp(attemptID: Int64) async -> PaymentOutcome? { nil }
        func lookUp(reference: String) async -> PaymentOutcome { outcome }
        func capture(reference: String, amountMinor: Int64, idempotencyKey: String) async -> PaymentOutcome { outcome }
        func cancel(reference: String, idempotencyKey: String) async -> PaymentOutcome { outcome }
        func refund(_ repayment: Repayment) async -> PaymentOutcome { outcome }
        func lookUpRefund(_ repayment: Repayment) async -> PaymentOutcome? { nil }
    }

    /// Notes which statements are asked for, and fails those that are named.
    private final class RecordingDatabase: Database {
        let asked = Mutex<[String]>([])
        let failures: [String: PostgresError]

        init(failures: [String: PostgresError] = [:]) {
            self.failures = failures
        }

        func query(_ statement: Statement, _ parameters: [Value]) async throws -> QueryResult {
            asked.withLock { $0.append(statement.name) }
            if let failure = failures[statement.name] { throw failure }
            let isDoubt = ["checkout_doubt", "checkout_review", "checkout_compensate"].contains(statement.name)
            return QueryResult(
                columns: ["response_status", "response_body", "state"],
                cells: [isDoubt ? [nil, nil, nil] : [Array("201".utf8), Array("{}".utf8), nil]],
                affected: 1
            )
        }
    }

    private static func drive(_ outcome: PaymentOutcome, _ database: RecordingDatabase) async throws -> CheckoutOutcome
    {
        let flow = CheckoutFlow(
            database: database, provider: FixedProvider(outcome: outcome), logger: Logger(label: "test"))
        let charge = Charge(attemptID: 17, amountMinor: 5580, currency: "ils", providerToken: "pm")
        return try await flow.drive(CheckoutAttempt(charge: charge, requestID: "r"))
    }

    @Test(arguments: [
        (PaymentOutcome.paid(Payment(reference: "pi", amountMinor: 5580, currency: "ils")), "checkout_commit"),
        (.declined(code: "card_declined"), "checkout_release"), (.unknown(reason: "timeout"), "checkout_doubt"),
        (.refused(reason: "status 400"), "checkout_review"),
    ])
    func outcome_isItsCall(_ outcome: PaymentOutcome, _ statement: String) async throws {
        let database = RecordingDatabase()
        _ = try await Self.drive(outcome, database)
        #expect(database.asked.withLock { $0 } == [statement])
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
        #expect(database.asked.withLock { $0 } == ["checkout_commit", "checkout_compensate"])
    }

    @Test func paid_butTheDatabaseIsAway_isTriedAgain_thenInDoubt() async throws {
        let away = PostgresError(kind: .cannotConnect, message: "away")
        let database = RecordingDatabase(failures: ["checkout_commit": away, "checkout_doubt": away])
        let payment = Payment(reference: "pi", amountMinor: 1, currency: "ils")
        guard case .inDoubt(17, _) = try await Self.drive(.paid(payment), database) else {
            Issue.record("not in doubt")
            return
        }
        #expect(database.asked.withLock { $0.filter { $0 == "checkout_commit" }.count } == 4)
    }
}
