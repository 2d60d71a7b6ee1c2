import Fleet
import Foundation
import ShopClient
import Synchronization

/// What happened, counted from all shoppers at once.
final class Report: Sendable {
    private struct Counts {
        var goal = 0
        var start = ContinuousClock.now
        var end: ContinuousClock.Instant?
        var confirmations: [Duration] = []
        var refusals: [String: Int] = [:]
        var serverErrors: [Int: Int] = [:]
        var lostOrders: [Int64] = []
        var givenUp = 0
        var requests = 0
    }

    private let counts = Mutex(Counts())

    /// Begins to measure.
    func start(goal: Int) {
        counts.withLock { ($0.goal, $0.start) = (goal, .now) }
    }

    /// Ends measuring.
    func finish() {
        counts.withLock { $0.end = .now }
    }

    /// An answer of any kind.
    func count(_ reply: Reply) {
        counts.withLock {
            $0.requests += 1
            if reply.status >= 500 { $0.serverErrors[reply.status, default: 0] += 1 }
        }
    }

    /// A confirm that made an order, from the first try to its 201.
    func countConfirmed(_ duration: Duration) {
        counts.withLock { $0.confirmations.append(duration) }
    }

    /// A refusal that a shopper dealt with.
    func countRefusal(_ code: String) {
        counts.withLock { $0.refusals[code.isEmpty ? "(none)" : code, default: 0] += 1 }
    }

    /// A basket that could not be had.
    func countGivenUp() {
        counts.withLock { $0.givenUp += 1 }
    }

    /// An order that was confirmed and is not there.
    func countLost(orderID: Int64) {
        counts.withLock { $0.lostOrders.append(orderID) }
    }

    /// No 5xx, and every order found.
    var isClean: Bool {
        counts.withLock { $0.serverErrors.isEmpty && $0.lostOrders.isEmpty && !$0.confirmations.isEmpty }
    }

    /// One line that is written over on a terminal; otherwise a line every five seconds. Until cancelled.
    func showProgress() async {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        while !Task.isCancelled {
            try? await Task.sleep(for: isTerminal ? .milliseconds(250) : .seconds(5))
            let line = counts.withLock { counts in
                let seconds = (ContinuousClock.now - counts.start) / .seconds(1)
                let rate = Double(counts.confirmations.count) / seconds
                return "\(counts.confirmations.count) of \(counts.goal) orders, \(Self.rounded(rate)) a second"
            }
            if Task.isCancelled { break }
            FileHandle.standardOutput.write(Data((isTerminal ? "\r\(line)   " : line + "\n").utf8))
        }
        if isTerminal { Terminal.show("") }
    }

    /// The end of it all, for people.
    var summary: String {
        counts.withLock { counts in
            let seconds = ((counts.end ?? .now) - counts.start) / .seconds(1)
            let sorted = counts.confirmations.sorted()
            func percentile(_ share: Double) -> String {
                guard !sorted.isEmpty else { return "-" }
                let index = min(sorted.count - 1, Int((share * Double(sorted.count)).rounded(.up)) - 1)
                return Self.rounded(sorted[max(0, index)] / .milliseconds(1))
            }
            func table(_ rows: [(String, Int)]) -> String {
                rows.isEmpty ? "none" : rows.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
            }
            return """
                orders      \(sorted.count) of \(counts.goal), given up \(counts.givenUp)
                time        \(Self.rounded(seconds)) s, \(Self.rounded(Double(sorted.count) / seconds)) orders/s, \
                \(Self.rounded(Double(counts.requests) / seconds)) requests/s
                confirm     p50 \(percentile(0.5)) ms, p95 \(percentile(0.95)) ms, p99 \(percentile(0.99)) ms, \
                max \(percentile(1)) ms
                refusals    \(table(counts.refusals.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }))
                5xx         \(table(counts.serverErrors.sorted { $0.key < $1.key }.map { (String($0.key), $0.value) }))
                lost orders \(counts.lostOrders.isEmpty ? "none" : "\(counts.lostOrders)")
                """
        }
    }

    private static func rounded(_ value: Double) -> String {
        guard value.isFinite else { return "-" }
        return String((value * 10).rounded() / 10)
    }
}
