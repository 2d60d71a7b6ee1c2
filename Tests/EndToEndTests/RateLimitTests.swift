import Foundation
import Testing

@testable import Gateway

/// A provider that answers only so many calls a second.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(5)))
struct RateLimitTests {
    @Test func sixtyConfirmsAtOnce_atTwentyFiveCallsASecond_areAllOrders() async throws {
        let danger = try await Danger.make("ratelimit")
        let gateway = try await danger.start(["CHECKOUT_LEASE_SECONDS": "60", "PAYMENT_TIMEOUT_MS": "10000"])
        defer { kill(gateway.processIdentifier, SIGKILL) }
        let (branch, product) = try await danger.shelf()
        var people: [Person] = []
        for _ in 0..<60 {
            let person = try await Person.register(at: danger.gateway)
            try await person.add(product)
            people.append(person)
        }
        #expect(try await danger.control(#"{"requests_per_second":25}"#).status == 200)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for person in people { group.addTask { try await person.confirm(branch: branch).status } }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
        #expect(statuses == [201: 60])
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
    }
}
