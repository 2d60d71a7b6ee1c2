import AsyncHTTPClient
import Foundation
import NIOCore
import Testing

@testable import Gateway

/// A card that wants its owner: the checkout waits for them, and ends as they decide, or without them.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(5)))
struct ThreeDSecureTests {
    private static let danger = Task {
        let danger = try await Danger.make("owner")
        _ = try await danger.start(Danger.patient)
        return danger
    }

    /// A checkout whose card's owner is waited for.
    private struct Waiting {
        let danger: Danger
        let person: Person
        let branch: Int64
        let product: Int64
        let key: String
        let reply: Reply
        let attemptID: Int

        static func make() async throws -> Waiting {
            let danger = try await ThreeDSecureTests.danger.value
            let (branch, product) = try await danger.shelf()
            let person = try await Person.register(at: danger.gateway, card: "pm_card_threeDSecure2Required")
            try await person.add(product)
            let key = UUID().uuidString
            let reply = try await person.confirm(branch: branch, key: key)
            return Waiting(
                danger: danger, person: person, branch: branch, product: product, key: key, reply: reply,
                attemptID: try #require(reply.data["attempt_id"] as? Int, "\(reply.status) \(reply.body)"))
        }

        /// A browser that stays where it is: the shop's page that it would be sent back to is not there.
        private static let browser = HTTPClient(
            eventLoopGroupProvider: .singleton, configuration: .init(redirectConfiguration: .disallow))

        /// What the owner does on their bank's page: status, and where it sends the browser.
        @discardableResult
        func decide(_ decision: String) async throws -> (status: UInt, back: String) {
            var request = HTTPClientRequest(url: try #require(reply.data["redirect_url"] as? String))
            request.method = .POST
            request.body = .bytes(ByteBuffer(string: "decision=\(decision)"))
            let answer = try await Self.browser.execute(request, timeout: .seconds(30))
            return (answer.status.code, answer.headers.first(name: "location") ?? "")
        }

        func again() async throws -> Reply { try await person.confirm(branch: branch, key: key) }

        func proceed() async throws -> Reply {
            try await person.client.api("POST", "/checkout/attempts/\(attemptID)/continue")
        }

        /// The same key again, until its answer is no 202 any more.
        func outcome() async throws -> Reply {
            for _ in 0..<300 {
                let reply = try await again()
                if reply.status != 202, reply.code != "IDEMPOTENCY_IN_PROGRESS" { return reply }
                try await Task.sleep(for: .milliseconds(50))
            }
            return try await again()
        }

        /// What the attempt has taken from the shelf, and neither given back nor sold.
        func reserved() async throws -> Int64 {
            try await danger.number(
                """
                select sum(case m.kind when 'reserved' then m.quantity else -m.quantity end) as n
                from store.inventory_movements as m
                where m.checkout_attempt_id = $1
                """, [.integer(Int64(attemptID))])
        }
    }

    @Test func ownerIsWaitedFor_approves_andItIsAnOrder() async throws {
        let waiting = try await Waiting.make()
        let reply = waiting.reply
        #expect(reply.status == 202 && reply.data["state"] as? String == "ACTION_REQUIRED", "\(reply.body)")
        #expect((reply.data["client_secret"] as? String)?.hasPrefix("pi_") == true)
        #expect(reply.data["expires_at"] is String)
        #expect(reply.headers["location"] == "/api/v1/checkout/attempts/\(waiting.attemptID)")
        let again = try await waiting.again()
        #expect(again.status == 202 && again.body == reply.body, "the same key, as long as it waits: \(again.body)")
        let early = try await waiting.proceed()
        #expect(early.status == 202 && early.data["state"] as? String == "ACTION_REQUIRED", "nobody has approved yet")
        #expect(try await waiting.reserved() == 1)

        let (status, back) = try await waiting.decide("approve")
        #expect(status == 303 && back.hasPrefix("http://localhost:3000/checkout/return?payment_intent=pi_"))
        #expect(back.hasSuffix("redirect_status=succeeded"))
        let order = try await waiting.proceed()
        #expect(order.status == 201 && order.data["total_paid"] != nil, "\(order.body)")
        let kept = try await waiting.again()
        #expect(kept.status == 201 && kept.body == order.body && kept.headers["idempotent-replayed"] == "true")
        let money = try await waiting.danger.money(ofKey: waiting.key)
        #expect(money.charges == 1 && money.returned == 0)
        #expect(try await waiting.reserved() == 0)
    }

    @Test func ownerApproves_andTheEventIsEnough() async throws {
        let waiting = try await Waiting.make()
        try await waiting.decide("approve")
        #expect(try await waiting.outcome().status == 201, "nobody has said continue")
    }

    @Test func ownerRefuses_andEverythingIsAsBefore() async throws {
        let waiting = try await Waiting.make()
        try await waiting.decide("refuse")
        let reply = try await waiting.proceed()
        #expect(reply.status == 400 && reply.code == "PAYMENT_FAILED", "\(reply.body)")
        #expect(reply.details["decline_code"] as? String == "payment_intent_authentication_failure")
        #expect(try await waiting.again().body == reply.body)
        #expect(try await waiting.reserved() == 0)
        let next = try await waiting.person.confirm(branch: waiting.branch)
        #expect(next.status == 202, "the cart can be checked out again")
    }

    @Test func ownerWhoNeverComes_isNotWaitedForLonger() async throws {
        let waiting = try await Waiting.make()
        _ = try await waiting.danger.sql(
            """
            update store.checkout_attempts set action_expires_at = clock_timestamp(), lease_expires_at = clock_timestamp()
            where idempotency_key = $1
            """, [.text(waiting.key)])
        let reply = try await waiting.outcome()
        #expect(reply.status == 400 && reply.code == "PAYMENT_FAILED", "\(reply.body)")
        #expect(try await waiting.reserved() == 0)
        #expect(try await waiting.decide("approve").status == 400, "the bank's page takes no approval any more")
        #expect(try await waiting.danger.money(ofKey: waiting.key).charges == 0)
    }

    @Test func approval_atTheDeadline_isAnOrder() async throws {
        let waiting = try await Waiting.make()
        try await waiting.decide("approve")
        _ = try await waiting.danger.sql(
            "update store.checkout_attempts set action_expires_at = clock_timestamp() where idempotency_key = $1",
            [.text(waiting.key)])
        #expect(try await waiting.outcome().status == 201, "what has been paid is never released")
    }

    @Test func hold_wantsItsOwnerToo() async throws {
        let danger = try await Self.danger.value
        try await danger.capture(.onReady)
        let waiting = try await Waiting.make()
        try await danger.capture(.onConfirm)
        try await waiting.decide("approve")
        #expect(try await waiting.proceed().status == 201)
        #expect(try await danger.money(ofKey: waiting.key).held > 0, "held, and not taken")
    }

    @Test func manyWhoSayContinue_makeOneOrder() async throws {
        let waiting = try await Waiting.make()
        try await waiting.decide("approve")
        let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<12 { group.addTask { try await waiting.proceed() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(replies.allSatisfy { [201, 202].contains($0.status) }, "\(replies.map(\.status))")
        #expect(Set(replies.filter { $0.status == 201 }.map(\.body)).count == 1)
        #expect(try await waiting.danger.money(ofKey: waiting.key).charges == 1)
    }

    @Test func attemptOfSomebodyElse_isNotFound() async throws {
        let waiting = try await Waiting.make()
        let other = try await Person.register(at: waiting.danger.gateway)
        let reply = try await other.client.api("POST", "/checkout/attempts/\(waiting.attemptID)/continue")
        #expect(reply.status == 404 && reply.code == "ATTEMPT_NOT_FOUND")
    }

    /// The gateway dies when the owner is to be asked, before or after that is written down.
    @Test(arguments: [CrashPoint.afterCharge, .afterAction])
    func gatewayDies_andTheOwnerIsWaitedForAllTheSame(_ step: CrashPoint) async throws {
        let danger = try await Danger.make("owner_\(step.rawValue)")
        let doomed = try await danger.start(["CRASH_POINT": step.rawValue])
        let (branch, product) = try await danger.shelf()
        let person = try await Person.register(at: danger.gateway, card: "pm_card_threeDSecure2Required")
        try await person.add(product)
        let key = UUID().uuidString
        #expect((try? await person.confirm(branch: branch, key: key)) == nil, "nobody was answered")
        try await Program.waitForEnd(doomed, seconds: 10)
        let successor = try await danger.start()
        defer { kill(successor.processIdentifier, SIGKILL) }
        let state = try await danger.state(ofKey: key, within: 30) { $0 == "ACTION_REQUIRED" }
        #expect(state == "ACTION_REQUIRED")
        let reply = try await person.confirm(branch: branch, key: key)
        let waiting = Waiting(
            danger: danger, person: person, branch: branch, product: product, key: key, reply: reply,
            attemptID: try #require(reply.data["attempt_id"] as? Int, "\(reply.status) \(reply.body)"))
        try await waiting.decide("approve")
        #expect(try await waiting.proceed().status == 201)
        #expect(try await danger.money(ofKey: key).charges == 1)
        try await CrashMatrixTests.end(danger, [successor])
    }

    @Test func booksHold() async throws {
        let danger = try await Self.danger.value
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
    }
}
