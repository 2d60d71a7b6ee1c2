import Foundation
import Testing

/// Connections that would never end, and too many of them.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(2)))
struct ConnectionGuardTests {
    /// A gateway with little patience and few places, and a gateway of its own, as others must not be refused for it.
    private static let strict = Task {
        try await World.shared.startGateway([
            "HTTP_HEAD_SECONDS": "1", "HTTP_BODY_SECONDS": "2", "HTTP_ANSWER_SECONDS": "1", "HTTP_IDLE_SECONDS": "30",
            "HTTP_CONNECTIONS_PER_ADDRESS": "12", "BODY_MEMORY_BYTES": "1500000",
        ])
    }

    /// Sends a piece every 200 ms until the other side ends it; gives how long that took.
    private static func drip(_ beginning: String, _ piece: String) async throws -> Duration {
        let socket = try RawConnection(try await strict.value.url)
        let start = ContinuousClock.now
        var isTaken = await socket.send(beginning)
        while isTaken, ContinuousClock.now - start < .seconds(25) {
            try await Task.sleep(for: .milliseconds(200))
            isTaken = await socket.send(piece)
        }
        return ContinuousClock.now - start
    }

    @Test func headerByteByByte_endsByItsDeadline() async throws {
        let time = try await Self.drip("GET /health HTTP/1.1\r\nHost: mami\r\nX-Slow: ", "a")
        // On a slow machine too well before what ends a silent connection.
        #expect(time > .milliseconds(900) && time < .seconds(20))
    }

    @Test func bodyByteByByte_endsByItsDeadline() async throws {
        let time = try await Self.drip(
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: mami\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{",
            " ")
        #expect(time > .milliseconds(1900) && time < .seconds(20))
    }

    @Test func answersThatNobodyReads_endByTheirDeadline() async throws {
        let socket = try RawConnection(try await Self.strict.value.url)
        let request = "GET /api/v1/products?limit=200 HTTP/1.1\r\nHost: mami\r\n\r\n"
        let start = ContinuousClock.now
        var isTaken = true
        // Many answers on one connection, none of them read: some day neither side's buffers take more.
        while isTaken, ContinuousClock.now - start < .seconds(20) {
            isTaken = await socket.send(String(repeating: request, count: 200))
        }
        #expect(!isTaken, "the server ends the connection")
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    @Test func connectionsBeyondTheLimit_areToldSo_andOthersGoOn() async throws {
        let url = try await Self.strict.value.url
        var open: [RawConnection] = []
        for _ in 0..<40 { open.append(try RawConnection(url)) }
        var refused = 0
        for socket in open {
            _ = await socket.send("GET /health HTTP/1.1\r\nHost: mami\r\nConnection: close\r\n\r\n")
            let answer = await socket.readToEnd()
            #expect(answer.isEnded)
            if answer.text.hasPrefix("HTTP/1.1 503 ") {
                refused += 1
                #expect(answer.text.lowercased().contains("retry-after: 2"))
                #expect(answer.text.contains("SERVICE_UNAVAILABLE"))
            }
        }
        #expect(refused >= 20, "\(refused)")
        let later = try RawConnection(url)
        _ = await later.send("GET /health HTTP/1.1\r\nHost: mami\r\nConnection: close\r\n\r\n")
        #expect(await later.readToEnd().text.hasPrefix("HTTP/1.1 200 "), "places are given back")
    }

    /// 230 descriptors, of which 128 are in reserve, 64 for the provider's connections and 23 for PostgreSQL's: 15 are for clients.
    @Test func connectionsBeyondTheFileDescriptors_areToldSo_andReadyIsAnswered() async throws {
        let world = try await World.shared
        let (url, process) = try await world.startGateway([:], descriptors: 230)
        defer { process.terminate() }
        var open: [RawConnection] = []
        for _ in 0..<200 { open.append(try RawConnection(url)) }
        var answers: [String: Int] = [:]
        for socket in open {
            _ = await socket.send("GET /health HTTP/1.1\r\nHost: mami\r\nConnection: close\r\n\r\n")
            let answer = await socket.readToEnd()
            answers[answer.isEnded ? String(answer.text.dropFirst(9).prefix(3)) : "hangs", default: 0] += 1
        }
        #expect(answers["200", default: 0] >= 10 && answers["503", default: 0] >= 150, "\(answers)")
        #expect(answers.count == 2, "\(answers)")
        #expect(try await Client(baseURL: url).send("GET", "/ready").status == 200)
    }

    @Test func bodiesBeyondTheMemory_areToldSo_andItIsGivenBack() async throws {
        let url = try await Self.strict.value.url
        let head =
            "POST /api/v1/auth/login HTTP/1.1\r\nHost: mami\r\nContent-Type: application/json\r\nContent-Length: 900001\r\n\r\n"
        let first = try RawConnection(url)
        #expect(await first.send(head + String(repeating: " ", count: 900_000)))
        try await Task.sleep(for: .milliseconds(300))
        let second = try RawConnection(url)
        #expect(await second.send(head + String(repeating: " ", count: 900_000)))
        let answer = await second.read()
        #expect(answer.hasPrefix("HTTP/1.1 503 "), "\(answer.prefix(100))")
        #expect(await first.send("x"))
        #expect(await first.read().hasPrefix("HTTP/1.1 400 "))
        let third = try RawConnection(url)
        #expect(await third.send(head + String(repeating: " ", count: 900_000) + "x"))
        #expect(await third.read().hasPrefix("HTTP/1.1 400 "), "what the first had is free again")
    }

    @Test(arguments: [
        ("GET /health HTTP/1.1\r\n\r\n", 400), ("GET /health HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        ("GET /health HTTP/1.0\r\n\r\n", 200), ("GET /health HTTP/1.0\r\nHost: mami\r\n\r\n", 200),
    ])
    func host_isNeededOnce_andHTTP10Closes(_ request: String, _ status: Int) async throws {
        let socket = try RawConnection(try await World.shared.gateway)
        #expect(await socket.send(request))
        let answer = await socket.readToEnd()
        #expect(
            answer.text.hasPrefix("HTTP/1.1 \(status) ") || answer.text.hasPrefix("HTTP/1.0 \(status) "),
            "\(answer.text)")
        #expect(answer.isEnded, "the server closes")
    }

    @Test func oldClient_thatAsksToStay_stays() async throws {
        let socket = try RawConnection(try await World.shared.gateway)
        for _ in 1...2 {
            #expect(await socket.send("GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"))
            #expect(await socket.read().contains(" 200 "))
        }
    }
}
