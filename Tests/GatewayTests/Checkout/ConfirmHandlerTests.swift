import Logging
import Testing

@testable import Gateway
@testable import Postgres

/// What a confirm does before it asks the provider: it has the key, or it asks nothing.
struct ConfirmHandlerTests {
    private static func confirm(_ database: RecordingDatabase, _ provider: ScriptedProvider) async throws
        -> CheckoutOutcome
    {
        let flow = CheckoutFlow(
            calls: CheckoutCalls(database: database), provider: provider, logger: Logger(label: "test"))
        let handler = ConfirmHandler(calls: flow.calls, flow: flow, leaseSeconds: 60, deadline: .seconds(5))
        return try await handler.lockAndDrive(try call(), "key")
    }

    /// A valid call of POST /checkout/confirm.
    private static func call() throws -> Call {
        let route = try #require(RouteTable.all.first { $0.function == "api.checkout_lock" })
        let body = try JSONParser.parse(Array("{\"fulfillment_type\":\"PICKUP\",\"branch_id\":2}".utf8))
        return Call(
            route: route,
            context: CallContext(requestID: "r", session: "s", actorID: 7),
            identity: Identity(userID: 7, role: .customer, session: "s"),
            input: try Input(
                .init(body: body), for: route, lists: Configuration.Lists(defaultLimit: 50, maximumLimit: 200)),
            headers: [:],
            address: "127.0.0.1"
        )
    }

    private static func lock(_ outcome: String) -> RecordingDatabase {
        let isReplay = outcome == "REPLAY"
        return RecordingDatabase(rows: [
            "checkout_lock": [
                [
                    "outcome": outcome, "checkout_attempt_id": "17", "amount_minor": isReplay ? nil : "5580",
                    "currency": isReplay ? nil : "ils", "provider_token": isReplay ? nil : "pm",
                    "response_status": isReplay ? "400" : nil, "response_body": isReplay ? "{}" : nil,
                    "capture": isReplay ? nil : "on_ready", "shop_id": isReplay ? nil : "shop",
                    "provider_key": isReplay ? nil : "key", "lease_number": isReplay ? nil : "1",
                    "customer_reference": nil,
                ]
            ]
        ])
    }

    @Test func lockedKey_isChargedOnce_asTheLockSays() async throws {
        let provider = ScriptedProvider(.declined(code: "card_declined"), .canceled)
        let database = Self.lock("LOCKED")
        _ = try await Self.confirm(database, provider)
        #expect(
            provider.calls == [
                .prepare(key: "shop-key-create-0", .onReady), .confirm("pi", key: "shop-key-confirm-0"),
                .cancel(key: "shop-key-cancel-0"),
            ])
        #expect(database.asked == ["checkout_lock", "checkout_intent", "checkout_release"])
    }

    @Test func lock_getsTheWholePlan_whoAsks_andTheKey() async throws {
        let database = Self.lock("LOCKED")
        _ = try await Self.confirm(database, ScriptedProvider())
        let arguments = try #require(database.arguments(of: "checkout_lock").first)
        #expect(arguments["actor_id"] == 7)
        #expect(arguments["idempotency_key"] == "key")
        #expect(arguments["branch_id"] == 2)
        #expect(arguments["delivery_slot_id"] == .null)
        #expect(arguments["lease_seconds"] == 60)
    }

    @Test func keyThatHasItsAnswer_asksTheProviderNothing() async throws {
        let provider = ScriptedProvider()
        guard case .replayed(let answer) = try await Self.confirm(Self.lock("REPLAY"), provider) else {
            Issue.record("not replayed")
            return
        }
        #expect(answer.status == 400)
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
