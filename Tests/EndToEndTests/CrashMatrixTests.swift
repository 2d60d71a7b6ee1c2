import Fleet
import Foundation
import Testing

@testable import Gateway

/// A gateway dies at each named step of a checkout, for each thing that the provider can do; its own successor or another
/// gateway ends the story, and always in the same way.
@Suite(.enabled(if: World.isPossible), .serialized, .timeLimit(.minutes(20)))
struct CrashMatrixTests {
    /// What the provider does.
    enum Answer: String, CaseIterable, Sendable {
        case approve = "pm_card_visa"
        case decline = "pm_card_chargeDeclined"
        case hang = "pm_sim_once_hang"
        case loseTheAnswer = "pm_sim_once_drop_after"

        /// How the attempt must end.
        var end: String { self == .decline ? "DECLINED" : "COMMITTED" }
    }

    /// The steps of a checkout; those of refunds are below.
    static let steps: [CrashPoint] = [
        .afterLock, .beforeCharge, .afterPrepare, .afterIntent, .afterCharge, .afterCommit, .afterRelease, .afterDoubt,
    ]

    /// A cell: a step, an answer, who takes over, and when the money is taken.
    struct Cell: Sendable, CustomTestStringConvertible {
        let step: CrashPoint
        let answer: Answer
        let isOther: Bool
        var capture = CaptureMode.onConfirm
        var testDescription: String {
            "\(step.rawValue), \(answer), \(isOther ? "another" : "its successor"), \(capture.rawValue)"
        }
    }

    /// All of them with `MAMI_CRASH_MATRIX=all` (`make crash-matrix`); else those whose ends differ most.
    static let cells: [Cell] = {
        let all = steps.flatMap { step in
            Answer.allCases.flatMap { answer in
                [false, true].map { Cell(step: step, answer: answer, isOther: $0) }
                    + [Cell(step: step, answer: answer, isOther: false, capture: .onReady)]
            }
        }
        guard World.environment["MAMI_CRASH_MATRIX"] != "all" else { return all }
        return all.filter { cell in
            guard cell.capture == .onConfirm else { return cell.step == .afterCharge && cell.answer != .decline }
            switch (cell.step, cell.answer) {
            case (.afterLock, .approve), (.afterPrepare, .approve), (.afterCharge, .loseTheAnswer): return cell.isOther
            case (.afterIntent, .approve), (.afterIntent, .decline): return !cell.isOther
            case (.afterCharge, .approve), (.afterCharge, .decline), (.beforeCharge, .hang), (.afterDoubt, .hang):
                return !cell.isOther
            case (.afterCommit, .approve), (.afterRelease, .decline): return !cell.isOther
            default: return false
            }
        }
    }()

    static let danger = Task { try await Danger.make("crash") }

    @Test(arguments: cells)
    func gatewayDies_theEndIsTheSame(_ cell: Cell) async throws {
        let danger = try await Self.danger.value
        try await danger.capture(cell.capture)
        let doomed = try await danger.start(["CRASH_POINT": cell.step.rawValue])
        let product = try await danger.number("select min(product_id) as n from store.inventory where on_hand > 100")
        let branch = try await danger.number(
            "select min(branch_id) as n from store.inventory where product_id = $1", [.integer(product)])
        let person = try await Person.register(at: danger.gateway, card: cell.answer.rawValue)
        try await person.add(product, 2)
        let stock = try await danger.number(
            "select on_hand as n from store.inventory where branch_id = $1 and product_id = $2",
            [.integer(branch), .integer(product)]
        )
        let key = UUID().uuidString
        let first = try? await person.confirm(branch: branch, key: key)

        // Whether the step is on the way of this answer; else nobody has died, and the doomed gateway goes on.
        if first?.status == 202 {
            // Its own reconciler goes on, and may die at the step then.
            _ = try await danger.state(ofKey: key, within: 12) { $0 == cell.answer.end }
            try await Program.waitForEnd(doomed, seconds: 1)
        }
        try await Program.waitForEnd(doomed, seconds: first == nil ? 5 : 0)
        #expect(first != nil || !doomed.isRunning)
        // The other gateway listens elsewhere; the successor where the dead one did.
        let port = cell.isOther ? try LoopbackPort.free() : danger.port
        var successor = doomed
        if !doomed.isRunning || cell.isOther {
            successor = try await danger.start(port: port)
        }
        defer {
            for process in [doomed, successor] where process.isRunning { kill(process.processIdentifier, SIGKILL) }
        }
        // The lease of 2 s plus ten seconds.
        let state = try await danger.state(ofKey: key, within: 12) { $0 == cell.answer.end }
        #expect(state == cell.answer.end, "\(cell.testDescription)")

        let url = successor === doomed ? danger.gateway : "http://127.0.0.1:\(port)"
        let again = Person(
            client: Client(baseURL: url, token: person.client.token), id: person.id, refreshToken: "", email: "")
        let retry = try await again.confirm(branch: branch, key: key)
        let money = try await danger.money(ofKey: key)
        let left = try await danger.number(
            "select on_hand * 1000 + reserved as n from store.inventory where branch_id = $1 and product_id = $2",
            [.integer(branch), .integer(product)]
        )
        if cell.answer == .decline {
            #expect(retry.status == 400 && retry.code == "PAYMENT_FAILED")
            #expect(money.charges == 0 && money.held == 0)
            #expect(left == stock * 1000)
        } else {
            #expect(retry.status == 201)
            #expect(money.charges == (cell.capture == .onConfirm ? 1 : 0) && money.returned == 0)
            #expect((money.held > 0) == (cell.capture == .onReady))
            #expect(left == (stock - 2) * 1000)
        }
        if let first, first.status == retry.status { #expect(first.body == retry.body, "byte for byte") }
        try await Self.end(danger, [doomed, successor])
    }

    /// Refunds of an order, by the outbox.
    @Test(arguments: [CrashPoint.outboxClaimed, .afterRefund, .outboxCompleted], [false, true])
    func gatewayDies_aRefundIsMadeOnce(_ step: CrashPoint, _ losesTheAnswer: Bool) async throws {
        let danger = try await Self.danger.value
        let (key, orderID) = try await Self.order(danger, .onConfirm)

        let doomed = try await danger.start(["CRASH_POINT": step.rawValue])
        if losesTheAnswer { _ = try await danger.control(#"{"refund_rates":{"drop_after":1}}"#) }
        _ = try await danger.sql(
            """
            select api.refund_create(
                (select user_id from store.users where email = 'admin@mami.local'), $1, 1.00, 'a crash test'
            )
            """,
            [.integer(orderID)]
        )
        // A lost answer never completes: its story is the others'.
        try await Program.waitForEnd(doomed, seconds: losesTheAnswer && step == .outboxCompleted ? 1 : 8)
        if doomed.isRunning { kill(doomed.processIdentifier, SIGKILL) }
        _ = try await danger.control(#"{"refund_rates":{"drop_after":0}}"#)
        let successor = try await danger.start()
        defer { kill(successor.processIdentifier, SIGKILL) }
        var refunded: Int64 = 0
        for _ in 0..<240 where refunded != 100 {
            try await Task.sleep(for: .milliseconds(50))
            refunded = try await danger.number(
                "select (refunded_amount * 100)::bigint as n from store.payments where order_id = $1",
                [.integer(orderID)]
            )
        }
        #expect(refunded == 100)
        #expect(try await danger.money(ofKey: key).returned == 100)
        try await Self.end(danger, [successor])
    }

    /// Money that cannot become an order goes back, whoever dies on the way.
    @Test(arguments: [CrashPoint.afterCompensate, .beforeRefund, .afterRefund, .afterRelease])
    func gatewayDies_aCompensationIsMadeOnce(_ step: CrashPoint) async throws {
        let money = try await compensated(dyingAt: step, .onConfirm, declineCode: "refunded")
        #expect(money.charges == 1 && money.taken > 0 && money.taken == money.returned)
    }

    /// A gateway that dies at a step while an attempt of another amount than the charge's is undone; the money at the end.
    func compensated(dyingAt step: CrashPoint, _ mode: CaptureMode, declineCode: String) async throws -> Danger.Money {
        let danger = try await Self.danger.value
        try await danger.capture(mode)
        let doomed = try await danger.start(["CRASH_POINT": step.rawValue])
        let (branch, product) = try await danger.shelf()
        let person = try await Person.register(at: danger.gateway, card: "pm_sim_wrong_amount")
        try await person.add(product)
        let key = UUID().uuidString
        _ = try? await person.confirm(branch: branch, key: key)
        try await Program.waitForEnd(doomed, seconds: 10)
        #expect(!doomed.isRunning)
        let successor = try await danger.start()
        defer { kill(successor.processIdentifier, SIGKILL) }
        #expect(try await danger.state(ofKey: key, within: 12) { $0 == "COMPENSATED" } == "COMPENSATED")
        let money = try await danger.money(ofKey: key)
        let retry = try await person.confirm(branch: branch, key: key)
        #expect(retry.status == 400 && retry.details["decline_code"] as? String == declineCode)
        try await Self.end(danger, [successor])
        return money
    }

    /// An order, made at a gateway that is gone since.
    static func order(_ danger: Danger, _ mode: CaptureMode) async throws -> (key: String, id: Int64) {
        try await danger.capture(mode)
        let gateway = try await danger.start()
        defer { kill(gateway.processIdentifier, SIGKILL) }
        let (branch, product) = try await danger.shelf()
        let person = try await Person.register(at: danger.gateway)
        try await person.add(product)
        let key = UUID().uuidString
        let order = try await person.confirm(branch: branch, key: key)
        let id = try #require(order.data["order_id"] as? Int)
        kill(gateway.processIdentifier, SIGKILL)
        try await Program.waitForEnd(gateway, seconds: 5)
        return (key, Int64(id))
    }

    /// The books hold, and whoever still runs is stopped.
    static func end(_ danger: Danger, _ gateways: [ChildProcess]) async throws {
        #expect(try await danger.number("select count(*) as n from store.check_invariants()") == 0)
        for gateway in gateways where gateway.isRunning {
            kill(gateway.processIdentifier, SIGKILL)
            try await Program.waitForEnd(gateway, seconds: 5)
        }
    }
}
