import Logging
import Testing

@testable import Gateway
@testable import Postgres

/// Whose a card must be before it is saved, and what becomes of one that is not kept.
struct CardHandlerTests {
    private static func call() throws -> Call {
        let route = try #require(RouteTable.all.first { $0.function == "api.payment_token_create" })
        let body = try JSONParser.parse(Array(#"{"provider_token":"pm_1"}"#.utf8))
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

    /// A card that is saved with a customer, or with none yet.
    private static func card(of customer: String?) -> Card {
        Card(
            token: "pm_1", brand: "visa", last4: "4242", expiryMonth: 12, expiryYear: 2034, fingerprint: "print",
            customer: customer)
    }

    /// The database of somebody whom the provider knows as `cus`.
    private static func database(_ failures: [String: PostgresError] = [:]) -> RecordingDatabase {
        RecordingDatabase(
            failures: failures,
            rows: ["payment_customer_get": [["user_id": "7", "shop_id": "shop", "customer_reference": "cus"]]])
    }

    private static func save(_ cards: ScriptedCards, _ database: RecordingDatabase) async throws -> Answer {
        try await CardHandler(
            calls: CardCalls(database: database), provider: cards, logger: Logger(label: "test")
        ).save(try call())
    }

    @Test(arguments: [(nil, ["pm_1"]), ("cus", [])] as [(String?, [String])])
    func ownCard_isSaved_andAttachedWhereItIsNot(_ customer: String?, _ attached: [String]) async throws {
        let cards = ScriptedCards(card: Self.card(of: customer))
        let database = Self.database()
        _ = try await Self.save(cards, database)
        #expect(cards.attached == attached)
        #expect(cards.detached.isEmpty)
        let kept = try #require(database.arguments(of: "payment_token_create").first)
        #expect(kept["provider_token"] == "pm_1" && kept["last4"] == "4242" && kept["fingerprint"] == "print")
        #expect(kept["customer_reference"] == "cus")
    }

    @Test func cardOfSomebodyElse_isAsUnknownAsNone() async throws {
        let cards = ScriptedCards(card: Self.card(of: "cus_other"))
        let database = Self.database()
        for cards in [cards, ScriptedCards()] {
            let error = await #expect(throws: APIError.self) { _ = try await Self.save(cards, database) }
            #expect(error?.code == "CARD_REFUSED" && error?.details == #"{"decline_code":"resource_missing"}"#)
        }
        #expect(cards.attached.isEmpty && cards.detached.isEmpty)
        #expect(!database.asked.contains("payment_token_create"))
    }

    /// What was saved before this call may be kept already, and pay.
    @Test(arguments: [(nil, ["pm_1"]), ("cus", [])] as [(String?, [String])])
    func cardThatIsNotKept_isForgotten_ifItIsNew(_ customer: String?, _ detached: [String]) async throws {
        let away = PostgresError(kind: .server, message: "CARD_EXPIRED")
        let cards = ScriptedCards(card: Self.card(of: customer))
        await #expect(throws: PostgresError.self) {
            _ = try await Self.save(cards, Self.database(["payment_token_create": away]))
        }
        #expect(cards.detached == detached)
    }
}
