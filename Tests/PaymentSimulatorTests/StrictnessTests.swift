import Foundation
import Hummingbird
import HummingbirdTesting
import Testing

@testable import PaymentSimulator

/// What the provider's documentation says of calls that are wrong, and what people and time do there: over HTTP, as a shop sees it.
struct StrictnessTests {
    /// A shop at a provider of its own.
    private struct Shop {
        let client: any TestClientProtocol
        let provider: Provider

        func send(
            _ method: HTTPRequest.Method, _ path: String, _ form: String = "", key: String? = nil,
            authorization: String? = "Bearer sk_test"
        ) async throws -> (status: Int, body: String, headers: HTTPFields) {
            var headers: HTTPFields = [:]
            headers[.authorization] = authorization
            headers[.idempotencyKey] = key
            let response = try await client.execute(
                uri: path, method: method, headers: headers, body: ByteBuffer(string: form))
            return (response.status.code, String(buffer: response.body), response.headers)
        }

        func charge(_ more: String = "", method: String = "pm_card_visa") async throws -> String {
            let reply = try await send(
                .post, "/v1/payment_intents",
                "amount=5580&currency=ils&payment_method=\(method)&confirm=true\(more.isEmpty ? "" : "&" + more)")
            #expect(reply.status == 200, "\(reply.body)")
            return try #require(await provider.state.intents.last?.id)
        }

        func control(_ plan: String) async throws {
            #expect(try await send(.post, "/_control", plan).status == 200)
        }
    }

    private static func shop(_ body: @escaping @Sendable (Shop) async throws -> Void) async throws {
        let provider = try Provider(journal: nil)
        try await Application(router: buildRouter(provider: provider, apiKey: "sk_test")).test(.router) { client in
            try await body(Shop(client: client, provider: provider))
        }
    }

    @Test(arguments: [
        (
            "/v1/payment_intents", "amount=5580&currency=ils&payment_method=pm_card_visa&captrue_method=manual",
            "captrue_method"
        ),
        ("/v1/payment_intents/pi_1/confirm", "of_session=true", "of_session"),
        ("/v1/payment_intents/pi_1/capture", "amount=1", "amount"),
        ("/v1/payment_intents/pi_1/cancel", "reason=abandoned", "reason"),
        ("/v1/refunds", "payment_intent=pi_1&ammount=1", "ammount"),
        ("/v1/refunds", "payment_intent=pi_1&metadatas[a]=1", "metadatas[a]"),
    ])
    func parameterThatACallDoesNotKnow_isRefused_andNothingDone(_ path: String, _ form: String, _ name: String)
        async throws
    {
        try await Self.shop { shop in
            let reply = try await shop.send(.post, path, form)
            #expect(reply.status == 400)
            #expect(reply.body.contains(#""code":"parameter_unknown""#) && reply.body.contains(#""param":"\#(name)""#))
            #expect(await shop.provider.state.intents.isEmpty)
        }
    }

    @Test(arguments: [
        "/v1/payment_intents?limits=1", "/v1/refunds?intent=pi_1", "/v1/payment_intents/search?q=1", "/v1/disputes?x=1",
    ])
    func parameterThatAListDoesNotKnow_isRefused(_ path: String) async throws {
        try await Self.shop { shop in
            let reply = try await shop.send(.get, path)
            #expect(reply.status == 400 && reply.body.contains("parameter_unknown"))
        }
    }

    @Test(arguments: [
        ("ils", 199, "amount_too_small"), ("ils", 200, ""), ("usd", 49, "amount_too_small"), ("usd", 50, ""),
        ("eur", 49, "amount_too_small"), ("eur", 50, ""), ("ils", 99_999_999, ""),
        ("ils", 100_000_000, "amount_too_large"), ("zzz", 5580, "Invalid currency"),
    ])
    func amount_isBetweenTheBoundsOfItsCurrency(_ currency: String, _ amount: Int, _ refusal: String) async throws {
        try await Self.shop { shop in
            let reply = try await shop.send(
                .post, "/v1/payment_intents", "amount=\(amount)&currency=\(currency)&payment_method=pm_card_visa")
            #expect(reply.status == (refusal.isEmpty ? 200 : 400))
            #expect(refusal.isEmpty || reply.body.contains(refusal))
        }
    }

    @Test func keys_areToldApart() async throws {
        try await Self.shop { shop in
            let none = try await shop.send(.get, "/v1/payment_intents", authorization: nil)
            #expect(none.status == 401 && none.body.contains("did not provide an API key"))
            let wrong = try await shop.send(.get, "/v1/payment_intents", authorization: "Bearer sk_other")
            #expect(wrong.status == 401 && wrong.body.contains("Invalid API key"))
            let publishable = try await shop.send(.get, "/v1/payment_intents", authorization: "Bearer pk_test")
            #expect(publishable.status == 401 && publishable.body.contains("secret_key_required"))
            try await shop.control(#"{"key_has_expired":true}"#)
            let expired = try await shop.send(.get, "/v1/payment_intents")
            #expect(expired.status == 401 && expired.body.contains("api_key_expired"))
            try await shop.control(#"{"key_has_expired":false}"#)
            #expect(try await shop.send(.get, "/v1/payment_intents").status == 200)
        }
    }

    @Test func search_findsWhatWasJustMade_onlyLater() async throws {
        try await Self.shop { shop in
            let id = try await shop.charge("metadata[a]=1")
            let search = "/v1/payment_intents/search?query=metadata%5B'a'%5D:'1'"
            try await shop.control(#"{"search_lag_s":60}"#)
            #expect(try await !shop.send(.get, search).body.contains(id))
            #expect(try await shop.send(.get, "/v1/payment_intents/\(id)").status == 200, "by its id at once")
            try await shop.control(#"{"clock_offset_s":61}"#)
            #expect(try await shop.send(.get, search).body.contains(id))
        }
    }

    @Test func list_hasWhatWasMadeInItsTime() async throws {
        try await Self.shop { shop in
            let early = try await shop.charge()
            try await shop.control(#"{"clock_offset_s":1000}"#)
            let late = try await shop.charge()
            let created = try await shop.provider.state.intent(late).created
            let before = try await shop.send(.get, "/v1/payment_intents?created[lt]=\(created)").body
            #expect(before.contains(early) && !before.contains(late))
            let after = try await shop.send(.get, "/v1/payment_intents?created%5Bgte%5D=\(created)&limit=1").body
            #expect(!after.contains(early) && after.contains(late) && after.contains(#""has_more":false"#))
            #expect(try await shop.send(.get, "/v1/payment_intents?created[lt]=soon").status == 400)
            #expect(try await shop.send(.get, "/v1/payment_intents?starting_after=pi_none").status == 400)
        }
    }

    @Test func refundInTheDashboard_hasNoMetadata() async throws {
        try await Self.shop { shop in
            let id = try await shop.charge("metadata[shop]=s")
            #expect(try await shop.send(.post, "/_control/refunds", "payment_intent=\(id)&amount=500").status == 200)
            let refund = try #require(await shop.provider.state.refunds.first)
            #expect(refund.metadata.isEmpty && refund.amount == 500 && refund.status == "succeeded")
            #expect(try await shop.send(.post, "/_control/refunds", "amount=500").status == 400)
        }
    }

    @Test func holdThatHasLastedTooLong_isCanceled_byItself() async throws {
        try await Self.shop { shop in
            let one = try await shop.charge("capture_method=manual")
            let other = try await shop.charge("capture_method=manual")
            #expect(try await shop.send(.post, "/_control/expire_holds", "payment_intent=\(one)").status == 200)
            let expired = try await shop.provider.state.intent(one)
            #expect(expired.status == .canceled && expired.cancellationReason == "automatic")
            #expect(try await shop.provider.state.intent(other).status == .requiresCapture)
            #expect(try await shop.send(.post, "/v1/payment_intents/\(one)/capture").status == 400)
            #expect(try await shop.send(.post, "/_control/expire_holds").status == 200)
            #expect(try await shop.provider.state.intent(other).status == .canceled)
        }
    }

    @Test func lookUps_canFail_andMovesOfMoneyGoOn() async throws {
        try await Self.shop { shop in
            try await shop.control(#"{"lookup_rates":{"error_after":1}}"#)
            let id = try await shop.charge()
            for path in ["/v1/payment_intents/\(id)", "/v1/payment_intents", "/v1/refunds", "/v1/disputes"] {
                #expect(try await shop.send(.get, path).status == 500, "\(path)")
            }
        }
    }

    @Test func failure_isTheAnswerOfItsKey_wherePlanned() async throws {
        try await Self.shop { shop in
            let form = "amount=5580&currency=ils&payment_method=pm_card_visa"
            func make(_ key: String) async throws -> (status: Int, body: String, headers: HTTPFields) {
                try await shop.send(.post, "/v1/payment_intents", form, key: key)
            }
            try await shop.control(#"{"rates":{"error_after":1}}"#)
            #expect(try await make("forgotten").status == 500)
            try await shop.control(#"{"keeps_failures":true}"#)
            #expect(try await make("kept").status == 500)
            try await shop.control(#"{"rates":{"error_after":0}}"#)
            let again = try await make("kept")
            #expect(again.status == 500 && again.headers[.idempotentReplayed] == "true")
            #expect(await shop.provider.state.intents.count == 2, "done, and never told")
            #expect(try await make("forgotten").status == 200)
            #expect(try await make("new").status == 200)
        }
    }

    @Test func requestsBeyondTheLimit_areToldSo() async throws {
        try await Self.shop { shop in
            // The clock stands still for this bucket, so that a slow machine changes nothing.
            var budget = RequestBudget()
            let taken = (0..<30).filter { _ in budget.take(perSecond: 25, now: 100) }
            #expect(taken.count == 25)
            let later = [25, 25, 0].map { budget.take(perSecond: $0, now: 100.05) }
            #expect(later == [true, false, true], "0 is no limit")
            try await shop.control(#"{"requests_per_second":1}"#)
            var statuses: Set<Int> = []
            var told = ""
            for _ in 0..<20 {
                let reply = try await shop.send(.get, "/v1/refunds")
                statuses.insert(reply.status)
                if reply.status == 429 { told = reply.body }
            }
            #expect(statuses == [200, 429] && told.contains(#""code":"rate_limit""#))
            try await shop.control(#"{"requests_per_second":0}"#)
            #expect(try await shop.send(.get, "/v1/refunds").status == 200)
        }
    }

    @Test func disputes_areListed() async throws {
        try await Self.shop { shop in
            let id = try await shop.charge(method: "pm_card_createDispute")
            let dispute = try #require(await shop.provider.state.disputes.first)
            #expect(dispute.paymentIntent == id)
            #expect(try await shop.send(.get, "/v1/disputes").body.contains(dispute.id))
            #expect(try await shop.send(.get, "/v1/disputes/\(dispute.id)").status == 200)
            #expect(try await shop.send(.get, "/v1/disputes/dp_none").status == 404)
        }
    }
}
