import Foundation
import Testing

/// Cards as the provider keeps them: saved with a customer, described by the provider, and good for more than one order.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct SavedCardTests {
    private static func provider(_ method: String, _ path: String, _ form: String? = nil) async throws -> Reply {
        try await Client(baseURL: try await World.shared.simulator, token: World.apiKey).send(method, path, form)
    }

    /// Somebody without a card.
    private static func somebody() async throws -> Person {
        let person = try await Person.register()
        for card in try await cards(person) {
            _ = try await person.client.api("DELETE", "/me/payment-tokens/\(card["id"] ?? "")")
        }
        return person
    }

    private static func cards(_ person: Person) async throws -> [[String: Any]] {
        let reply = try await person.client.api("GET", "/me/payment-tokens")
        return reply.json["data"] as? [[String: Any]] ?? []
    }

    private static func save(_ token: String, as person: Person, _ more: String = "") async throws -> Reply {
        try await person.client.api("POST", "/me/payment-tokens", #"{"provider_token":"\#(token)"\#(more)}"#)
    }

    @Test func card_paysMoreThanOnce() async throws {
        let person = try await Self.somebody()
        #expect(try await Self.save("pm_card_visa", as: person).status == 201)
        for _ in 0..<3 {
            let shelf = try await Shelf.make(units: 1)
            try await person.add(shelf.productID)
            let reply = try await person.confirm(branch: shelf.branchID)
            #expect(reply.status == 201, "\(reply.body)")
        }
    }

    @Test func card_isWhatTheProviderSays() async throws {
        let person = try await Self.somebody()
        let reply = try await Self.save(
            "pm_card_mastercard", as: person, #","brand":"amex","last4":"0000","exp_month":1,"exp_year":2020"#)
        #expect(reply.status == 201, "\(reply.body)")
        #expect(reply.data["brand"] as? String == "mastercard" && reply.data["last4"] as? String == "4444")
        #expect(reply.data["exp_year"] as? Int == 2034)
        #expect(reply.data["is_default"] as? Bool == true)
    }

    @Test func card_ofTheProvidersForm_isSaved() async throws {
        let person = try await Self.somebody()
        let setup = try await person.client.api("POST", "/me/payment-tokens/setup")
        let secret = try #require(setup.data["client_secret"] as? String, "\(setup.body)")
        #expect(setup.status == 201)
        // The provider's own program, in the browser: it has the secret, and no key of ours.
        let id = String(secret.prefix { $0 != "_" }) + "_" + secret.split(separator: "_")[1]
        let confirmed = try await Self.provider(
            "POST", "/v1/setup_intents/\(id)/confirm", "payment_method=pm_card_visa")
        let token = try #require(confirmed.json["payment_method"] as? String, "\(confirmed.body)")
        let saved = try await Self.save(token, as: person)
        #expect(saved.status == 201 && saved.data["last4"] as? String == "4242", "\(saved.body)")
        let other = try await Self.save(token, as: try await Self.somebody())
        #expect(other.status == 400 && other.code == "CARD_REFUSED", "somebody else's: \(other.body)")
    }

    @Test func sameCard_isSavedOnce_alsoAtOnce() async throws {
        let person = try await Self.somebody()
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<8 { group.addTask { try await Self.save("pm_card_visa", as: person) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.allSatisfy { $0.status == 201 }, "\(replies.map(\.body))")
        #expect(Set(replies.compactMap { $0.data["id"] as? Int }).count == 1)
        #expect(try await Self.cards(person).count == 1)
        let shelf = try await Shelf.make(units: 1)
        try await person.add(shelf.productID)
        #expect(try await person.confirm(branch: shelf.branchID).status == 201, "and it pays")
    }

    @Test func deletedCard_isForgottenByTheProvider() async throws {
        let world = try await World.shared
        let person = try await Self.somebody()
        let id = try #require(try await Self.save("pm_card_visa", as: person).data["id"] as? Int)
        let token =
            try await world.sql(
                "select provider_token as token from store.payment_tokens where payment_token_id = $1",
                [.integer(Int64(id))]
            ).first?.text("token") ?? ""
        #expect(try await Self.provider("GET", "/v1/payment_methods/\(token)").json["customer"] is String)
        #expect(try await person.client.api("DELETE", "/me/payment-tokens/\(id)").status == 204)
        var isOwned = true
        for _ in 0..<200 where isOwned {
            isOwned = try await Self.provider("GET", "/v1/payment_methods/\(token)").json["customer"] is String
            try await Task.sleep(for: .milliseconds(50))
        }
        #expect(!isOwned, "it belongs to nobody there")
    }

    @Test(arguments: [
        ("pm_nobody", 400, "CARD_REFUSED"), ("pm_sim_expired", 400, "CARD_EXPIRED"),
        ("../customers", 400, "CARD_REFUSED"), ("", 400, "VALIDATION_ERROR"),
    ])
    func token_thatIsNoCard_isRefused(_ token: String, _ status: Int, _ code: String) async throws {
        let person = try await Self.somebody()
        let reply = try await Self.save(token, as: person)
        #expect(reply.status == status && reply.code == code, "\(reply.body)")
        #expect(try await Self.cards(person).isEmpty)
    }

    @Test func providerThatIsAway_isToldAsSuch_andNothingIsSaved() async throws {
        let (url, process) = try await World.shared.startGateway([
            "PAYMENT_PROVIDER_URL": "http://127.0.0.1:9", "PAYMENT_TIMEOUT_MS": "500",
        ])
        defer { process.terminate() }
        let person = try await Self.somebody()
        let reply = try await Client(baseURL: url, token: person.client.token).api(
            "POST", "/me/payment-tokens", #"{"provider_token":"pm_card_visa"}"#)
        #expect(reply.status == 503 && reply.headers["retry-after"] != nil, "\(reply.body)")
        #expect(try await Self.cards(person).isEmpty)
    }
}
