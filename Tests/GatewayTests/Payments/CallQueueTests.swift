import Logging
import Testing

@testable import Gateway

/// Whose call goes to the provider next.
@Suite(.timeLimit(.minutes(1)))
struct CallQueueTests {
    /// A queue in which nobody's turn comes for two seconds.
    private static func halted() async -> CallQueue {
        let queue = CallQueue(logger: Logger(label: "test"))
        await queue.wasRefused(begunAt: .now, retryAfter: 2)
        return queue
    }

    private static let customer = CallBudget(isCustomers: true, deadline: .now + .seconds(50))
    private static let background = CallBudget(isCustomers: false, deadline: .now + .seconds(50))

    @Test func customersGoFirst_andEachKindInItsOrder_alsoOneThatComesBack() async throws {
        let queue = await Self.halted()
        let returning = await queue.ticket(Self.customer)
        var tickets: [CallQueue.Ticket] = []
        for budget in [Self.background, Self.background, Self.customer, Self.customer] {
            tickets.append(await queue.ticket(budget))
        }
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for (place, ticket) in (tickets + [returning]).enumerated() {
                group.addTask { await queue.turn(ticket, until: Self.customer.deadline) }
                while await queue.line.count <= place { try await Task.sleep(for: .milliseconds(1)) }
            }
            #expect(await queue.line == [returning, tickets[2], tickets[3], tickets[0], tickets[1]])
            for try await isGiven in group { #expect(isGiven) }
        }
        #expect(await queue.line.isEmpty)
    }

    @Test func turn_thatDoesNotComeInTime_isToldSo() async {
        let queue = await Self.halted()
        let late = CallBudget(isCustomers: true, deadline: .now + .milliseconds(10))
        #expect(await !queue.turn(queue.ticket(late), until: late.deadline))
        #expect(await queue.turn(queue.ticket(Self.customer), until: Self.customer.deadline), "others get theirs")
    }

    @Test func budgetOfARequest_leavesTimeForItsLastCall() {
        let budget = CallBudget.request(answeredWithin: .seconds(30), callTime: .seconds(10))
        #expect(budget.isCustomers && budget.deadline < .now + .seconds(20))
        #expect(CallBudget.request(answeredWithin: .seconds(4), callTime: .seconds(10)).deadline > .now + .seconds(1))
        #expect(CallBudget.current == nil)
    }
}
