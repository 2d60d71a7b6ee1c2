import Logging

/// Who calls the provider next: customers who wait for an answer before work in the background, among these who came first. All wait
/// for the pace that the provider allows.
actor CallQueue {
    /// A place in the line, kept when a call is refused and comes back.
    struct Ticket: Sendable, Equatable {
        fileprivate let isCustomers: Bool
        fileprivate let number: Int

        fileprivate func isBefore(_ other: Ticket) -> Bool {
            isCustomers == other.isCustomers ? number < other.number : isCustomers
        }
    }

    private struct Waiter {
        let ticket: Ticket
        let deadline: ContinuousClock.Instant
        let turn: CheckedContinuation<Bool, Never>
    }

    private var pace = CallPace()
    private var waiting: [Waiter] = []
    private var isServing = false
    private var tickets = 0
    private let start = ContinuousClock.now
    private let logger: Logger

    init(logger: Logger) {
        self.logger = logger
    }

    /// Those who wait, the next one first.
    var line: [Ticket] { waiting.map(\.ticket) }

    /// A place behind all others of its kind.
    func ticket(_ budget: CallBudget) -> Ticket {
        tickets += 1
        return Ticket(isCustomers: budget.isCustomers, number: tickets)
    }

    /// Waits for the ticket's turn; false where it does not come in time.
    func turn(_ ticket: Ticket, until deadline: ContinuousClock.Instant) async -> Bool {
        if waiting.isEmpty, pace.begin(at: seconds(.now)) { return true }
        return await withCheckedContinuation { turn in
            let place = waiting.firstIndex { ticket.isBefore($0.ticket) } ?? waiting.endIndex
            waiting.insert(Waiter(ticket: ticket, deadline: deadline, turn: turn), at: place)
            guard !isServing else { return }
            isServing = true
            Task { await serve() }
        }
    }

    /// A call was answered, and not refused.
    func wasAnswered() {
        pace.wasAnswered(at: seconds(.now))
    }

    /// A call was refused for its rate.
    func wasRefused(begunAt begin: ContinuousClock.Instant, retryAfter: Int?) {
        let now = seconds(.now)
        guard pace.wasRefused(begunAt: seconds(begin), at: now, retryAfter: retryAfter.map(Double.init)) else { return }
        let rate = pace.rate(at: now).map { "\(Int($0.rounded()))" } ?? ""
        logger.warning("payments.slowed_down", metadata: [LogKey.count: "\(rate)"])
    }

    /// Gives turns as they come, until nobody waits.
    private func serve() async {
        while !waiting.isEmpty {
            let now = ContinuousClock.now
            for late in waiting where late.deadline <= now { late.turn.resume(returning: false) }
            waiting.removeAll { $0.deadline <= now }
            guard let first = waiting.first else { break }
            if pace.begin(at: seconds(now)) {
                waiting.removeFirst()
                first.turn.resume(returning: true)
                continue
            }
            let turn = start + .seconds(pace.next)
            let wake = waiting.reduce(turn) { min($0, $1.deadline) }
            try? await Task.sleep(until: wake)
        }
        isServing = false
    }

    private func seconds(_ instant: ContinuousClock.Instant) -> Double { (instant - start) / .seconds(1) }
}
