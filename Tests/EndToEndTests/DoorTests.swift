import Foundation
import Testing

/// What somebody outside sends to stop, slow or fool the gateway, and that it goes on as before.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(2)))
struct DoorTests {
    private static func client() async throws -> Client { Client(baseURL: try await World.shared.gateway) }

    /// Somebody else is served at once.
    private static func isServed() async throws -> Bool {
        try await client().send("GET", "/health").status == 200
    }

    @Test(arguments: ["-9223372036854775808", "9223372036854775807", "99999999999999999999", "-1"])
    func signature_withATimeThatOverflows_isRefused_andTheGatewayLives(_ time: String) async throws {
        let reply = try await Self.client().send(
            "POST", "/webhooks/payments", "{}", headers: ["Stripe-Signature": "t=\(time),v1=00"])
        #expect(reply.status == 400)
        #expect(reply.code == "INVALID_SIGNATURE")
        #expect(try await Self.isServed())
    }

    /// How long two refusals take whose bodies hold this text as a name and as a password.
    private static func timeOfLogins(withNames text: String) async throws -> Duration {
        let start = ContinuousClock.now
        for body in ["{\"a\(text)\":1,\"a\(text)\":2}", "{\"email\":\"a\",\"password\":\"a\(text)\"}"] {
            #expect(try await client().api("POST", "/auth/login", body).status == 400)
        }
        return ContinuousClock.now - start
    }

    @Test func nameOfCombiningMarks_isRefusedAtOnce() async throws {
        let marks = try await Self.timeOfLogins(withNames: String(repeating: "\u{301}\u{323}", count: 80_000))
        let letters = try await Self.timeOfLogins(withNames: String(repeating: "abcd", count: 80_000))
        #expect(marks < letters * 3 + .seconds(5), "as long as as many bytes of letters, \(letters)")
        #expect(try await Self.isServed())
    }

    @Test func kelvinSign_isNoK_inPreviewAndConfirm() async throws {
        let client = try await Person.register().client
        for path in ["/checkout/preview", "/checkout/confirm"] {
            let reply = try await client.send(
                "POST", "/api/v1" + path, "{\"fulfillment_type\":\"PIC\u{212A}UP\",\"branch_id\":2}",
                headers: ["Idempotency-Key": "kelvin"])
            #expect(reply.code == "VALIDATION_ERROR", "\(path): \(reply.status)")
        }
    }

    @Test(arguments: [
        "/products?limit=200&offset=2147483647", "/categories/1/products?offset=2147483647&limit=200",
        "/categories?offset=2147483647", "/delivery-slots?offset=2147483647", "/branches?offset=2147483647",
    ])
    func largestOffset_isAnEmptyPage(_ path: String) async throws {
        let reply = try await Self.client().api("GET", path)
        #expect(reply.status == 200, "\(reply.body)")
        #expect((reply.json["data"] as? [Any])?.isEmpty == true)
    }

    @Test(arguments: ["/orders", "/me/addresses", "/me/payment-tokens"])
    func largestOffset_isAnEmptyPage_ofOnesOwn(_ path: String) async throws {
        let reply = try await Person.register().client.api("GET", path + "?offset=2147483647&limit=200")
        #expect(reply.status == 200, "\(reply.body)")
    }

    @Test(arguments: [
        (["Content-Encoding": "gzip"], 415), (["Content-Type": "application/json; charset=utf-16"], 415),
        (["Content-Type": "application/json; charset=UTF-8"], 401), (["Content-Type": "text/json"], 415),
    ])
    func body_thatIsNotPlainUTF8JSON_isRefused(_ headers: [String: String], _ status: Int) async throws {
        let reply = try await Self.client().send(
            "POST", "/api/v1/auth/login", #"{"email":"nobody@example.com","password":"wrong"}"#, headers: headers)
        #expect(reply.status == status, "\(reply.body)")
    }

    @Test func unknownNames_answerLessThanTheySent() async throws {
        let body = "{" + (0..<9000).map { "\"x\($0)\":1" }.joined(separator: ",") + "}"
        let reply = try await Self.client().api("POST", "/auth/login", body)
        #expect(reply.status == 400)
        #expect(reply.body.utf8.count < 20_000)
    }

    @Test(arguments: ["full_name", "phone"])
    func cardNumber_isRefused_whereverItStands(_ field: String) async throws {
        let client = try await Person.register().client
        let reply = try await client.api("PATCH", "/me", "{\"\(field)\":\"4242 4242 4242 4242\"}")
        #expect(reply.code == "CARD_DATA_REFUSED")
    }

    @Test func cardNumber_asRequestID_isNotTaken() async throws {
        let reply = try await Self.client().send("GET", "/health", headers: ["X-Request-Id": "4242424242424242"])
        #expect(reply.headers["x-request-id"] != "4242424242424242")
    }

    @Test func tooManySearches_haveToWait_otherReadsDoNot() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway(["SEARCH_RATE_PER_ADDRESS": "36"])
        defer { process.terminate() }
        let client = Client(baseURL: url)
        var statuses: Set<Int> = []
        // Twice as many, as a new minute may begin among them.
        for _ in 0..<7 { statuses.insert(try await client.api("GET", "/products/search?q=milk").status) }
        #expect(statuses == [200, 429])
        #expect(try await client.api("GET", "/categories").status == 200)
    }

    @Test func strangersOrigin_getsVary() async throws {
        let (url, process) = try await World.shared.startGateway(["CORS_ALLOWED_ORIGINS": "https://shop.example"])
        defer { process.terminate() }
        let client = Client(baseURL: url)
        #expect(
            try await client.send("GET", "/health", headers: ["Origin": "https://evil.example"]).headers["vary"]
                == "Origin")
        for path in ["/api/v1/nope", "/api/v1/orders/1", "/api/v1/products/999999"] {
            let reply = try await client.send("GET", path, headers: ["Origin": "https://shop.example"])
            #expect(reply.status >= 400)
            #expect(reply.headers["access-control-allow-origin"] == "https://shop.example", "\(path)")
        }
    }
}
