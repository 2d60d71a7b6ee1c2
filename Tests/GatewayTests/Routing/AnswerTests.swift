import Hummingbird
import HummingbirdTesting
import Logging
import Testing

@testable import Gateway
@testable import Postgres

/// The kinds of bodies and answers that a route can have, through a router of a test's own.
struct AnswerTests {
    private struct Nobody: Authenticator {
        func verify(_ token: String) async throws -> Identity { throw APIError(.unauthorized) }
    }

    private struct NoLimit: RateLimiter {
        func take(_ limit: Route.RateLimit, for call: Call) async throws {}
    }

    private static func router(
        _ route: Route, _ handlers: [HandlerName: Handler], _ database: RecordingDatabase = RecordingDatabase()
    ) throws -> Router<GatewayContext> {
        let configuration = try Configuration(environment: ConfigurationTests.valid)
        let dispatcher = Dispatcher(
            lanes: Lanes(all: database), authenticator: Nobody(), rateLimiter: NoLimit(),
            handlers: Handlers(handlers, for: [route]), lists: configuration.lists, http: configuration.http,
            memory: BodyMemory(limit: configuration.http.bodyMemory))
        let router = Router(context: GatewayContext.self)
        router.add(middleware: RequestEnvelope(cors: CORS(allowedOrigins: []), logger: Logger(label: "test")))
        router.addRoutes([route], dispatcher)
        return router
    }

    private static func execute(
        _ router: Router<GatewayContext>, _ method: HTTPRequest.Method, _ path: String, headers: HTTPFields = [:],
        body: String? = nil
    ) async throws -> TestResponse {
        try await Application(router: router).test(.router) { client in
            try await client.execute(
                uri: path, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) })
        }
    }

    @Test func rows_areCSV_withQuotes_andWithoutFormulas() async throws {
        let database = RecordingDatabase(rows: [
            "stock_export": [
                ["name": "milk, whole", "note": "=1+1", "on_hand": "-3"],
                ["name": "a \"b\"", "note": nil, "on_hand": "12.50"],
                ["name": "@x", "note": "+", "on_hand": "0"],
            ]
        ])
        let route = Route.get("/export", .everybody, "api.stock_export", answer: .csv(file: "stock.csv"), lane: .slow)
        let response = try await Self.execute(try Self.router(route, [:], database), .get, "/api/v1/export")
        #expect(response.headers[.contentType] == "text/csv; charset=utf-8")
        #expect(
            String(buffer: response.body)
                == "name,note,on_hand\r\n\"milk, whole\",\"'=1+1\",-3\r\n\"a \"\"b\"\"\",,12.50\r\n\"'@x\",\"'+\",0\r\n"
        )
    }

    @Test func events_goOutAsTheyAre() async throws {
        let route = Route.get("/events", .everybody, .handler("events", function: nil), answer: .events)
        let router = try Self.router(
            route,
            [
                "events": { _ in
                    .events(
                        AsyncStream { events in
                            events.yield(ServerSentEvent(id: "7", name: "order", data: "{\"a\":1}\nb"))
                            events.yield(ServerSentEvent(id: "8\nevent: x", data: ""))
                            events.finish()
                        })
                }
            ])
        let response = try await Self.execute(router, .get, "/api/v1/events")
        #expect(response.headers[.contentType] == "text/event-stream")
        #expect(
            String(buffer: response.body) == "id: 7\nevent: order\ndata: {\"a\":1}\ndata: b\n\ndata: \n\n")
    }

    /// Counts the bytes of an upload.
    private static let upload = Route.post(
        "/upload", .everybody, .handler("upload", function: nil), body: .upload(["text/csv"], limit: 10))

    private static func uploadRouter() throws -> Router<GatewayContext> {
        try router(
            upload,
            [
                "upload": { call in
                    var count = 0
                    for try await part in call.upload! { count += part.readableBytes }
                    return .json("{\"data\":\(count)}")
                }
            ])
    }

    @Test(arguments: [
        ("text/csv; charset=utf-8", "a,b\r\n1,2", 200, "8"), ("text/csv", "0123456789A", 413, "BODY_TOO_LARGE"),
        ("application/json", "{}", 415, "text/csv"), ("text/csv", "", 200, "0"),
    ])
    func upload_isReadAsItComes_upToItsLimit(_ type: String, _ body: String, _ status: Int, _ text: String)
        async throws
    {
        let response = try await Self.execute(
            try Self.uploadRouter(), .post, "/api/v1/upload", headers: [.contentType: type], body: body)
        #expect(response.status.code == status)
        #expect(String(buffer: response.body).contains(text))
    }

    @Test func severalIDs_areTheFunctionsParameters() async throws {
        let database = RecordingDatabase(rows: ["item_move": [["value": "{}"]]])
        let route = Route.put(
            "/orders/{order_id}/items/{item_id}", .everybody, "api.item_move", body: .json([]))
        let router = try Self.router(route, [:], database)
        let response = try await Self.execute(router, .put, "/api/v1/orders/12/items/34")
        #expect(response.status == .ok)
        #expect(database.arguments(of: "item_move") == [["order_id": 12, "item_id": 34]])
        #expect(try await Self.execute(router, .put, "/api/v1/orders/12/items/x").status == .notFound)
    }

    @Test func handlers_thatTheTableNames_areAllThere() async throws {
        await #expect(processExitsWith: .failure) {
            _ = Handlers([:], for: [Route.get("/x", .everybody, .handler("missing", function: nil))])
        }
    }
}
