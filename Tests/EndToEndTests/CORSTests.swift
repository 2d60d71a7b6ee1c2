import Foundation
import Postgres
import Testing

/// A page of the shop may read every answer that the gateway gives, refusals and failures too: else its browser tells it of nothing but
/// a network error.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(5)))
struct CORSTests {
    private static let origin = "https://shop.example"

    /// A shop of its own, as its database is broken here.
    private static let shop = Task {
        let danger = try await Danger.make("cors")
        _ = try await danger.start([
            "CORS_ALLOWED_ORIGINS": origin, "SEARCH_RATE_PER_ADDRESS": "12", "HTTP_CONNECTIONS_PER_ADDRESS": "40",
            "DATABASE_STATEMENT_TIMEOUT_MS": "1000", "DATABASE_READ_CONNECTIONS": "2",
        ])
        return danger
    }

    /// A kind of answer, and a request that gets it.
    struct Kind: Sendable, CustomTestStringConvertible {
        let status: Int
        let code: String
        let method: String
        let path: String
        var body: String?
        var type = "application/json"
        var isCustomers = false
        var testDescription: String { "\(status) \(code) \(method) \(path)" }
    }

    static let kinds = [
        Kind(status: 200, code: "", method: "GET", path: "/api/v1/categories"),
        Kind(status: 200, code: "", method: "HEAD", path: "/api/v1/categories"),
        Kind(
            status: 201, code: "", method: "POST", path: "/api/v1/me/addresses",
            body: #"{"address_line":"1 Street","city":"Haifa"}"#, isCustomers: true),
        Kind(status: 204, code: "", method: "POST", path: "/api/v1/auth/logout", isCustomers: true),
        Kind(
            status: 400, code: "VALIDATION_ERROR", method: "POST", path: "/api/v1/me/addresses", body: "{}",
            isCustomers: true),
        Kind(status: 401, code: "UNAUTHORIZED", method: "GET", path: "/api/v1/orders"),
        Kind(
            status: 401, code: "INVALID_CREDENTIALS", method: "POST", path: "/api/v1/auth/login",
            body: #"{"email":"nobody@example.com","password":"wrong"}"#),
        Kind(status: 403, code: "FORBIDDEN", method: "GET", path: "/api/v1/admin/refunds", isCustomers: true),
        Kind(status: 404, code: "NOT_FOUND", method: "GET", path: "/api/v1/nowhere"),
        Kind(status: 404, code: "NOT_FOUND", method: "DELETE", path: "/nowhere"),
        Kind(status: 404, code: "PRODUCT_NOT_FOUND", method: "GET", path: "/api/v1/products/999999999"),
        Kind(status: 405, code: "METHOD_NOT_ALLOWED", method: "DELETE", path: "/api/v1/products"),
        Kind(
            status: 409, code: "CART_EMPTY", method: "POST", path: "/api/v1/checkout/confirm",
            body: #"{"fulfillment_type":"PICKUP","branch_id":2}"#, isCustomers: true),
        Kind(
            status: 413, code: "BODY_TOO_LARGE", method: "POST", path: "/api/v1/auth/login",
            body: String(repeating: " ", count: 2_000_000)),
        Kind(
            status: 415, code: "UNSUPPORTED_MEDIA_TYPE", method: "POST", path: "/api/v1/auth/login", body: "a",
            type: "text/plain"),
    ]

    private static func isReadable(_ reply: Reply) -> Bool {
        reply.headers["access-control-allow-origin"] == origin && reply.headers["vary"] == "Origin"
            && reply.headers["access-control-expose-headers"]?.contains("X-Request-Id") == true
    }

    @Test(arguments: kinds)
    func answer_isReadable(_ kind: Kind) async throws {
        let danger = try await Self.shop.value
        let client =
            kind.isCustomers
            ? try await Person.register(at: danger.gateway).client : Client(baseURL: danger.gateway)
        var headers = ["Origin": Self.origin, "Content-Type": kind.type]
        if kind.path.hasSuffix("/confirm") { headers["Idempotency-Key"] = "k" }
        let reply = try await client.send(kind.method, kind.path, kind.body, headers: headers)
        #expect(reply.status == kind.status && reply.code == kind.code, "\(reply.body)")
        #expect(Self.isReadable(reply), "\(reply.headers)")
    }

    @Test func notModified_isReadable() async throws {
        let client = Client(baseURL: try await Self.shop.value.gateway)
        let tag = try #require(try await client.send("GET", "/api/v1/categories").headers["etag"])
        let reply = try await client.send(
            "GET", "/api/v1/categories", headers: ["Origin": Self.origin, "If-None-Match": tag])
        #expect(reply.status == 304 && Self.isReadable(reply))
    }

    @Test func tooManyCalls_areReadable() async throws {
        let client = Client(baseURL: try await Self.shop.value.gateway)
        var refusal: Reply?
        for _ in 0..<10 where refusal == nil {
            let reply = try await client.send("GET", "/api/v1/products?q=milk", headers: ["Origin": Self.origin])
            if reply.status == 429 { refusal = reply }
        }
        #expect(Self.isReadable(try #require(refusal)))
    }

    @Test func failures_areReadable() async throws {
        let danger = try await Self.shop.value
        let client = Client(baseURL: danger.gateway)
        func reply() async throws -> Reply {
            try await client.send("GET", "/api/v1/branches", headers: ["Origin": Self.origin])
        }
        // A bug, a statement that takes too long, and a database that is away.
        for (body, status) in [("perform 1 / 0;", 500), ("perform pg_sleep(10);", 504)] {
            let found = try await danger.sql("select pg_get_functiondef('api.branch_list'::regproc) as text")
            let definition = try #require(try found.first?.text("text"))
            let broken = definition.replacing(try Regex("(?i)\\bbegin\\b"), with: "begin \(body)", maxReplacements: 1)
            _ = try await danger.sql(broken)
            let failure = try await reply()
            _ = try await danger.sql(definition)
            #expect(failure.status == status && Self.isReadable(failure), "\(failure.status) \(failure.headers)")
        }
        let name = try #require(danger.databaseURL.split(separator: "/").last)
        let server = try #require(World.environment["TEST_DATABASE_URL"])
        let admin = try await Connection.connect(ConnectionParameters(server, applicationName: "test"))
        _ = try await admin.query("alter database \(name) allow_connections false", [])
        _ = try await admin.query(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1", [.text(String(name))])
        let away = try await reply()
        _ = try await admin.query("alter database \(name) allow_connections true", [])
        await admin.close()
        #expect(away.status == 503 && Self.isReadable(away), "\(away.status) \(away.headers)")
        try await World.waitUntilReady(danger.gateway)
    }

    @Test func connectionsBeyondTheLimit_andARequestWithoutHost_areReadable() async throws {
        let url = try await Self.shop.value.gateway
        var open: [RawConnection] = []
        for _ in 0..<60 { open.append(try RawConnection(url)) }
        var refused = 0
        for socket in open {
            _ = await socket.send(
                "GET /health HTTP/1.1\r\nHost: mami\r\nOrigin: \(Self.origin)\r\nConnection: close\r\n\r\n")
            let answer = await socket.readToEnd().text.lowercased()
            #expect(answer.contains("access-control-allow-origin: \(Self.origin)\r\n"))
            if answer.hasPrefix("http/1.1 503 ") { refused += 1 }
        }
        #expect(refused > 0)
        open = []
        let socket = try RawConnection(url)
        _ = await socket.send("GET /health HTTP/1.1\r\nOrigin: \(Self.origin)\r\n\r\n")
        let answer = await socket.readToEnd().text.lowercased()
        #expect(answer.hasPrefix("http/1.1 400 ") && answer.contains("access-control-allow-origin: \(Self.origin)\r\n"))
    }
}
