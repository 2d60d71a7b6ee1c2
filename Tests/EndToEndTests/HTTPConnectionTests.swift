import Foundation
import Testing

/// What happens to connections whose clients send too much, too little or nothing.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(2)))
struct HTTPConnectionTests {
    /// Sent whole before anything is read, as simple clients do; `close` is what Python's urllib asks for.
    @Test(arguments: ["close", "Close", "keep-alive, close"])
    func tenMegabytes_andClose_areRefused_andTheConnectionEnds(_ connection: String) async throws {
        let url = try await World.shared.gateway
        for (path, status) in [
            ("/api/v1/auth/login", 413), ("/api/v1/cart/items", 401), ("/webhooks/payments", 413), ("/nowhere", 404),
        ] {
            let socket = try RawConnection(url)
            let isSent = await socket.send(
                """
                POST \(path) HTTP/1.1\r\nHost: mami\r\nConnection: \(connection)\r\nContent-Type: application/json\r
                Content-Length: 10000000\r\n\r\n\(String(repeating: "a", count: 10_000_000))
                """)
            #expect(isSent)
            let answer = await socket.readToEnd()
            #expect(answer.text.hasPrefix("HTTP/1.1 \(status) "), "\(path): \(answer.text.prefix(300))")
            #expect(answer.text.lowercased().contains("\r\nconnection: close\r\n"))
            #expect(answer.isEnded, "the server closes")
        }
    }

    @Test func smallRequest_andClose_isAnswered_andTheConnectionEnds() async throws {
        let socket = try RawConnection(try await World.shared.gateway)
        #expect(await socket.send("GET /health HTTP/1.1\r\nHost: mami\r\nConnection: close\r\n\r\n"))
        let answer = await socket.readToEnd()
        #expect(answer.isEnded && answer.text.hasPrefix("HTTP/1.1 200 ") && answer.text.hasSuffix("}"))
    }

    @Test func twoRequestsInARow_theSecondCloses_bothAreAnswered() async throws {
        let socket = try RawConnection(try await World.shared.gateway)
        #expect(
            await socket.send(
                """
                GET /health HTTP/1.1\r\nHost: mami\r\n\r\nGET /health HTTP/1.1\r\nHost: mami\r\nConnection: close\r\n\r\n
                """))
        let answer = await socket.readToEnd()
        #expect(answer.isEnded && answer.text.ranges(of: "HTTP/1.1 200 ").count == 2)
        #expect(
            answer.text.lowercased().ranges(of: "\r\nconnection: close\r\n").count == 1, "the last one alone says so")
    }

    /// Else what follows on the connection is taken for an answer's body, or a body for what follows.
    @Test(arguments: [
        ("/health", 200), ("/ready", 200), ("/api/v1/products", 200), ("/api/v1/cart", 401), ("/nowhere", 404),
    ])
    func head_hasNoBody(_ path: String, _ status: Int) async throws {
        let socket = try RawConnection(try await World.shared.gateway)
        #expect(await socket.send("HEAD \(path) HTTP/1.1\r\nHost: mami\r\nConnection: close\r\n\r\n"))
        let answer = await socket.readToEnd()
        #expect(answer.text.hasPrefix("HTTP/1.1 \(status) ") && answer.text.hasSuffix("\r\n\r\n"))
        #expect(answer.text.ranges(of: "\r\n\r\n").count == 1)
    }

    @Test func expectation_isMet_beforeTheBodyIsSent() async throws {
        let socket = try RawConnection(try await World.shared.gateway)
        let body = #"{"email":"nobody@example.com","password":"wrong"}"#
        #expect(
            await socket.send(
                """
                POST /api/v1/auth/login HTTP/1.1\r\nHost: mami\r\nExpect: 100-continue\r\nConnection: close\r
                Content-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n\r\n
                """))
        let interim = await socket.read()
        #expect(interim.hasPrefix("HTTP/1.1 100 Continue\r\n") && interim.hasSuffix("\r\n\r\n"))
        #expect(await socket.send(body))
        let answer = await socket.readToEnd()
        #expect(answer.isEnded && answer.text.hasPrefix("HTTP/1.1 401 "), "\(answer.text)")
    }

    @Test func bodyWithoutEnd_isNotReadForever() async throws {
        let socket = try RawConnection(try await World.shared.gateway)
        let isSent = await socket.send(
            """
            POST /nowhere HTTP/1.1\r\nHost: mami\r\nContent-Length: 900000000\r\n\r
            \(String(repeating: "a", count: 64 << 20))
            """)
        #expect(!isSent, "the server closes after 16 times the limit")
    }

    @Test func bodyThatEndsEarly_isABadRequest() async throws {
        for path in ["/api/v1/auth/login", "/webhooks/payments"] {
            let socket = try RawConnection(try await World.shared.gateway)
            #expect(
                await socket.send(
                    """
                    POST \(path) HTTP/1.1\r\nHost: mami\r\nContent-Type: application/json\r
                    Content-Length: 100\r\n\r\n{"email":
                    """))
            socket.stopSending()
            let answer = await socket.readToEnd()
            #expect(answer.text.hasPrefix("HTTP/1.1 400 "), "\(answer.text.prefix(300))")
            #expect(answer.isEnded)
        }
    }

    @Test(arguments: [
        "", "GET /health HT", "POST /api/v1/auth/login HTTP/1.1\r\nHost: mami\r\nContent-Length: 9\r\n\r\n{",
        "GET /health HTTP/1.1\r\nHost: mami\r\n\r\n",
    ])
    func silentClient_isCutOff(_ beginning: String) async throws {
        let (url, gateway) = try await Self.impatient.value
        #expect(gateway.isRunning)
        let start = ContinuousClock.now
        let socket = try RawConnection(url)
        #expect(await socket.send(beginning))
        #expect(await socket.readToEnd().isEnded)
        #expect(ContinuousClock.now - start > .milliseconds(900))
    }

    /// A gateway that waits a second for a client.
    private static let impatient = Task { try await World.shared.startGateway(["HTTP_IDLE_SECONDS": "1"]) }
}
