import Fleet
import Foundation
import Testing

/// The gateway as in production: two of them behind nginx, and behind HAProxy.
@Suite(
    .enabled(if: World.isPossible && Proxy.arePossible, "scripts/install test fetches nginx and HAProxy"), .serialized,
    .timeLimit(.minutes(3)))
struct ProxyTests {
    /// Two gateways and a proxy, for as long as the work takes.
    private func behind(
        _ proxy: Proxy, _ settings: [String: String] = [:], _ work: (String, [ChildProcess]) async throws -> Void
    ) async throws {
        let settings = ["TRUSTED_PROXIES": "1", "SHUTDOWN_DRAIN_MS": "5000"].merging(settings) { $1 }
        let gateways = [
            try await World.shared.startGateway(settings), try await World.shared.startGateway(settings),
        ]
        let folder = try TemporaryFolder("mami-proxy")
        let (url, process) = try await proxy.start(gateways.map(\.url), in: folder.path)
        let result = await Result { try await work(url, gateways.map(\.process)) }
        await process.end()
        folder.remove()
        for gateway in gateways { await gateway.process.end() }
        try result.get()
    }

    @Test(arguments: Proxy.allCases) func anOrder_passesUnchanged(_ proxy: Proxy) async throws {
        try await behind(proxy) { url, _ in
            let shelf = try await Shelf.make(units: 2)
            let person = try await Person.register(at: url)
            try await person.add(shelf.productID)
            let body = #"{"fulfillment_type":"PICKUP","branch_id":\#(shelf.branchID)}"#
            let order = try await person.client.send(
                "POST", "/api/v1/checkout/confirm", body,
                headers: ["Idempotency-Key": "one", "X-Request-Id": "through-a-proxy"])
            #expect(order.status == 201)
            #expect(order.headers["x-request-id"] == "through-a-proxy")
            let again = try await person.confirm(branch: shelf.branchID, key: "one")
            #expect(again.headers["idempotent-replayed"] == "true" && again.body == order.body)
            // A page that no other test changes between the two.
            let page = "/products/\(shelf.productID)"
            let tag = try #require(try await person.client.api("GET", page).headers["etag"])
            let known = try await person.client.send("GET", "/api/v1\(page)", headers: ["If-None-Match": tag])
            #expect(known.status == 304)
        }
    }

    @Test(arguments: Proxy.allCases) func refusals_areTheGatewaysOwn(_ proxy: Proxy) async throws {
        try await behind(proxy) { url, _ in
            let client = Client(baseURL: url)
            let large = "[\"\(String(repeating: "a", count: 1_500_000))\"]"
            let answers = [
                try await client.api("POST", "/auth/login", large), try await client.api("GET", "/nowhere"),
                try await client.send("POST", "/webhooks/payments", "{}"), try await client.api("GET", "/cart"),
            ]
            #expect(answers.map(\.status) == [413, 404, 400, 401])
            for answer in answers { #expect(!answer.code.isEmpty, "not the API's error: \(answer.body)") }
        }
    }

    /// Whoever writes himself an address in front of the proxy's is still counted by his own.
    @Test(arguments: Proxy.allCases) func forgedAddresses_areCountedAsOne(_ proxy: Proxy) async throws {
        try await behind(proxy, ["AUTH_RATE_PER_ADDRESS": "5"]) { url, _ in
            var statuses: [Int] = []
            for number in 1...12 {
                let reply = try await Client(baseURL: url).send(
                    "POST", "/api/v1/auth/login", #"{"email":"nobody\#(number)@example.com","password":"Nobody-2026"}"#,
                    headers: ["X-Forwarded-For": "198.51.100.\(number)"])
                statuses.append(reply.status)
            }
            #expect(statuses.contains(429) && Set(statuses).isSubset(of: [401, 429]), "\(statuses)")
        }
    }

    @Test(arguments: Proxy.allCases) func aGatewayThatEnds_isNoticedByNobody(_ proxy: Proxy) async throws {
        try await behind(proxy) { url, gateways in
            let person = try await Person.register(at: url)
            let replies = try await withThrowingTaskGroup(of: [Int].self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        var statuses: [Int] = []
                        while gateways[0].isRunning || statuses.count < 20 {
                            statuses.append(try await person.client.api("GET", "/cart").status)
                        }
                        return statuses
                    }
                }
                try await Task.sleep(for: .milliseconds(300))
                gateways[0].terminate()
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(!gateways[0].isRunning)
            #expect(Set(replies) == [200], "\(Set(replies)) in \(replies.count)")
        }
    }
}
