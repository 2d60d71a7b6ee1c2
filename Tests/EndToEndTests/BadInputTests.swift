import Foundation
import HTTPTypes
import Testing

@testable import Gateway

/// Every endpoint, with everything that a client can do wrong: a documented 4xx in the envelope, and nothing echoed.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct BadInputTests {
    private static let marker = "zq7-echo-marker"

    /// A person who may call the route, and one who may not.
    private static func people(for route: Route) async throws -> (allowed: Client, refused: Client?) {
        let nobody = Client(baseURL: try await World.shared.gateway)
        guard case .roles(let roles) = route.access else { return (nobody, nil) }
        let customer = try await Person.demo("itamar.ben@example.com").client
        let employee = try await Person.demo("employee@mami.local").client
        if roles.contains(.customer) { return (customer, roles.contains(.employee) ? nil : employee) }
        return (try await Person.demo("admin@mami.local").client, customer)
    }

    private static func check(_ reply: Reply, _ what: String, _ route: Route, statuses: Set<Int>? = nil) {
        let name = "\(route), \(what)"
        #expect((400..<500).contains(reply.status), "\(name): \(reply.status) \(reply.body)")
        if let statuses { #expect(statuses.contains(reply.status), "\(name): \(reply.status) \(reply.body)") }
        let error = reply.json["error"] as? [String: Any]
        #expect(
            error?["code"] is String && error?["message"] is String && error?["details"] is [String: Any], "\(name)")
        #expect(error?["request_id"] as? String == reply.headers["x-request-id"], "\(name)")
        #expect(!reply.body.contains(marker), "\(name): echoed")
    }

    @Test(arguments: RouteTable.all.filter { $0.path.template != "/health" && $0.path.template != "/ready" })
    func route_wrongInput_isRefused(_ route: Route) async throws {
        let (client, other) = try await Self.people(for: route)
        let path = Self.path(of: route, ids: "999999999999")
        let method = route.method.rawValue
        var key = ["Idempotency-Key": "bad"]
        if Self.isUpload(route) { key["Content-Type"] = "text/csv" }
        let hasBody = !route.bodyFields.isEmpty
        let needsBody = route.bodyFields.contains { $0.need == .required }

        if route.needsToken {
            let url = client.baseURL
            Self.check(try await Client(baseURL: url).send(method, path), "no token", route, statuses: [401])
            Self.check(
                try await Client(baseURL: url, token: Self.marker).send(method, path), "no JWT", route, statuses: [401])
        }
        if let other {
            Self.check(try await other.send(method, path, headers: key), "wrong role", route, statuses: [403])
        }
        if !route.path.ids.isEmpty {
            for id in ["0", "-1", Self.marker, "1.5", "99999999999999999999", "%00"] {
                let bad = Self.path(of: route, ids: id)
                let reply = try await client.send(method, bad, hasBody ? "{}" : nil, headers: key)
                Self.check(reply, "id \(id)", route, statuses: [404])
            }
        }
        Self.check(
            try await client.send(method, path + "?\(Self.marker)=1", hasBody ? "{}" : nil, headers: key),
            "unknown query",
            route,
            statuses: [400]
        )
        for field in route.query {
            for value in ["", Self.marker, "-1", "99999999999999999999", "%00", "1e5", "%ff"] {
                if case .text = field.type, value != "%00", value != "%ff" { continue }
                let reply = try await client.send(method, path + "?\(field.name)=\(value)", headers: key)
                Self.check(reply, "\(field.name)=\(value)", route, statuses: [400])
            }
        }
        guard method != "GET" else { return }
        let large = "{\"note\":\"" + String(repeating: "x", count: 2 << 20) + "\"}"
        Self.check(
            try await client.send(method, path, large, headers: key), "2 MiB", route,
            // A file may be larger, and a row of it may not.
            statuses: [Self.isUpload(route) ? 400 : 413])
        Self.check(
            try await client.send(method, path, "{\"\(Self.marker)\":", headers: key), "broken JSON", route,
            statuses: [400])
        Self.check(
            try await client.send(method, path, "{}", headers: key.merging(["Content-Type": "text/plain"]) { $1 }),
            "other type",
            route,
            // The provider's events are refused by their signature, before anything else is looked at.
            statuses: [Self.isRaw(route) ? 400 : 415]
        )
        Self.check(
            try await client.send(method, path, "{\"extra\":1}", headers: key), "extra field", route, statuses: [400])
        Self.check(try await client.send(method, path, "[1]", headers: key), "an array", route, statuses: [400])
        if needsBody {
            Self.check(try await client.send(method, path, headers: key), "no body", route, statuses: [400])
        }
        for field in route.bodyFields {
            for value in ["{}", "[]", "true", "-1", "1e400", "\"\"", "\"a\\u0000b\"", "9999999999999999999999"] {
                if case .boolean = field.type, value == "true" { continue }
                let reply = try await client.send(method, path, "{\"\(field.name)\":\(value)}", headers: key)
                Self.check(reply, "\(field.name): \(value)", route)
            }
        }
    }

    private static func path(of route: Route, ids id: String) -> String {
        route.path.template.replacing(/\{[a-z_]+\}/) { _ in id }
    }

    private static func isUpload(_ route: Route) -> Bool {
        if case .upload = route.body { true } else { false }
    }

    private static func isRaw(_ route: Route) -> Bool {
        if case .raw = route.body { true } else { false }
    }

    @Test(arguments: ["/", "/api/v1/nope", "/api/v1/products/1/2/3", "/api/v2/cart", "/%00"])
    func unknownPath_isNotFound(_ path: String) async throws {
        let reply = try await Client(baseURL: try await World.shared.gateway).send("GET", path)
        #expect(reply.status == 404)
        #expect(reply.code == "NOT_FOUND")
    }

    @Test func wrongMethod_isToldWhichAreRight() async throws {
        let reply = try await Client(baseURL: try await World.shared.gateway).send("PUT", "/api/v1/cart")
        #expect(reply.status == 405)
        #expect(reply.headers["allow"] == "GET, HEAD, DELETE")
    }

    @Test func foreignThings_areNotFound() async throws {
        let one = try await Person.register()
        let two = try await Person.register()
        let address = try #require(
            (try await one.client.api("GET", "/me/addresses").json["data"] as? [[String: Any]])?.first?["id"] as? Int)
        let token = try #require(
            (try await one.client.api("GET", "/me/payment-tokens").json["data"] as? [[String: Any]])?.first?["id"]
                as? Int)
        let shelf = try await Shelf.make(units: 5)
        try await one.add(shelf.productID)
        let order = try await one.confirm(branch: shelf.branchID)
        let orderID = try #require(order.data["order_id"] as? Int)
        let attemptID = try #require(order.data["attempt_id"] as? Int)
        for (method, path, body) in [
            ("DELETE", "/me/addresses/\(address)", nil), ("PATCH", "/me/addresses/\(address)/default", "{}"),
            ("PUT", "/me/addresses/\(address)", #"{"address_line":"x","city":"y"}"#),
            ("DELETE", "/me/payment-tokens/\(token)", nil), ("PATCH", "/me/payment-tokens/\(token)/default", nil),
            ("GET", "/orders/\(orderID)", nil), ("GET", "/checkout/attempts/\(attemptID)", nil),
        ] as [(String, String, String?)] {
            #expect(try await two.client.api(method, path, body).status == 404, "\(method) \(path)")
        }
        #expect(try await Person.demo("manager@mami.local").client.api("GET", "/orders/\(orderID)").status == 200)
    }

    @Test func cardData_isRefused() async throws {
        let person = try await Person.register()
        let reply = try await person.client.api(
            "POST", "/me/payment-tokens", #"{"provider_token":"4242 4242 4242 4242"}"#)
        #expect(reply.code == "CARD_DATA_REFUSED")
        #expect(!reply.body.contains("4242 4242"))
    }
}
