import Logging
import Testing

@testable import Gateway
@testable import Postgres

/// What a confirm does before it asks the provider: it has the key, or it asks nothing.
struct ConfirmHandlerTests {
    private static func confirm(_ database: RecordingDatabase, _ provider: ScriptedProvider) async throws
        -> CheckoutOutcome
    {
        let flow = CheckoutFlow(database: database, provider: provider, logger: Logger(label: "test"))
        let handler = ConfirmHandler(database: database, flow: flow, leaseSeconds: 60, deadline: .seconds(5))
        return try await handler.lockAndDrive([], "r")
    }

    private static func lock(_ outcome: String) -> RecordingDatabase {
        let isReplay = outcome == "REPLAY"
        return RecordingDatabase(rows: [
            "checkout_lock": [
                [
                    "outcome": outcome, "checkout_attempt_id": "17", "amount_minor": isReplay ? nil : "5580",
                    "currency": isReplay ? nil : "ils", "provider_token": isReplay ? nil : "pm",
                    "response_status": isReplay ? "400" : nil, "response_body": isReplay ? "{}" : nil,
                    "capture": isReplay ? nil : "on_ready",
                ]
            ]
        ])
    }

    @Test func lockedKey_isChargedOnce_asTheLockSays() async throws {
        let provider = ScriptedProvider(.declined(code: "card_declined"))
        let database = Self.lock("LOCKED")
        _ = try await Self.confirm(database, provider)
        #expect(provider.calls == [.charge(key: "mami-17-charge", .onReady)])
        #expect(database.asked == ["checkout_lock", "checkout_release"])
    }

    @Test func keyThatHasItsAnswer_asksTheProviderNothing() async throws {
        let provider = ScriptedProvider()
        guard case .replayed(400, _) = try await Self.confirm(Self.lock("REPLAY"), provider) else {
            Issue.record("not replayed")
            return
        }
        #expect(provider.calls.isEmpty)
    }

    @Test func keyThatIsTaken_asksTheProviderNothing() async throws {
        var taken = PostgresError(kind: .server, message: "IDEMPOTENCY_IN_PROGRESS")
        taken.sqlState = SQLState(rawValue: "MS409")
        let provider = ScriptedProvider()
        await #expect(throws: PostgresError.self) {
            try await Self.confirm(RecordingDatabase(failures: ["checkout_lock": taken]), provider)
        }
        #expect(provider.calls.isEmpty)
    }
}
