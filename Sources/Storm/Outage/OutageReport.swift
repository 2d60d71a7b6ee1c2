/// What an outage looked like from outside.
struct OutageReport: Sendable {
    /// When what happened.
    struct Times: Sendable {
        let before: ContinuousClock.Instant
        /// PostgreSQL was told to stop.
        let stopped: ContinuousClock.Instant
        /// It had stopped.
        let away: ContinuousClock.Instant
        /// It was started again.
        let starting: ContinuousClock.Instant
        /// It took connections again.
        let back: ContinuousClock.Instant
        /// From here on all must be as before.
        let normal: ContinuousClock.Instant
        let end: ContinuousClock.Instant
    }

    let log: OutageLog
    let readiness: Readiness
    let times: Times
    /// How much longer the slowest hundredth of the answers may take than before; noise of a busy machine is below it.
    private static let ratioLimit = 1.5

    private var before: OutageLog.Window { log.window(times.before, times.stopped) }
    private var away: OutageLog.Window { log.window(times.away, times.starting) }
    private var after: OutageLog.Window { log.window(times.normal, times.end) }

    /// The p99 after, as a multiple of the one before.
    private func ratio(_ kind: OutageLog.Kind) -> Double? {
        guard let first = before.percentile(0.99, kind),
            let second = after.percentile(0.99, kind)
        else { return nil }
        return second / first
    }

    /// The table.
    var text: String {
        func rounded(_ value: Double?) -> String { value.map { String(($0 * 10).rounded() / 10) } ?? "-" }
        func row(_ name: String, _ window: OutageLog.Window) -> String {
            let latencies =
                window.statuses.keys.elementsEqual([503])
                ? "p50 \(rounded(window.percentile(0.5, .refusals))) p99 \(rounded(window.percentile(0.99, .refusals))) ms"
                : """
                all p50 \(rounded(window.percentile(0.5))) p99 \(rounded(window.percentile(0.99))) ms, \
                confirm p99 \(rounded(window.percentile(0.99, .confirms))) ms
                """
            let statuses = window.statuses.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            return """
                \(Self.padded(name, 30))\(rounded(window.rate)) answers/s, \(latencies); \(statuses.joined(separator: ", "))
                """
        }
        let seconds = (0..<Int((times.normal - times.back) / .seconds(1))).map { second in
            let start = times.back + .seconds(second)
            return rounded(log.window(start, start + .seconds(1)).percentile(0.99))
        }
        let ready = readiness.firstReady(after: times.starting).map { ($0 - times.back) / .seconds(1) }
        return """

            \(row("before", before))
            \(row("away", away))
            \(row("from 10 s after the return", after))
            \(Self.padded("p99 of the seconds between", 30))\(seconds.joined(separator: ", ")) ms
            \(Self.padded("/ready is green again", 30))\(rounded(ready)) s after the return
            \(Self.padded("p99 after : before", 30))all \(rounded(ratio(.all))), \
            confirm \(rounded(ratio(.confirms)))

            """
    }

    /// What must hold.
    var checks: [StormBooks.Check] {
        let all = log.all
        let refused = away.samples.filter { $0.status != 503 || !$0.hasRetryAfter }
        let silent = all.filter { $0.status == 503 && !$0.hasRetryAfter }.count
        let green = readiness.firstReady(after: times.starting)
        let ratios = [("all", ratio(.all)), ("confirm", ratio(.confirms))]
        return [
            .init(
                name: "away: every answer (\(away.samples.count)) is 503 with Retry-After",
                findings: refused.map { "\($0.status)" } + (away.samples.isEmpty ? ["nobody asked"] : [])
            ),
            .init(
                name: "no 500, no broken connection, no 503 without Retry-After",
                findings: all.filter { $0.status == 500 || $0.status == 0 }.map { "\($0.status)" }
                    + (silent > 0 ? ["\(silent) without Retry-After"] : [])
            ),
            .init(
                name: "away: /ready is red",
                findings: readiness.wasReady(from: times.away, to: times.starting) ? ["it was green"] : []
            ),
            .init(
                name: "/ready is green within 10 s of the return",
                findings: green.map { $0 <= times.normal } == true ? [] : ["it was not"]
            ),
            .init(
                name: "p99 from 10 s after the return is below \(Self.ratioLimit) of the one before",
                findings: ratios.filter { ($0.1 ?? .infinity) > Self.ratioLimit }.map { "\($0.0): \($0.1 ?? -1)" }
            ),
        ]
    }

    private static func padded(_ name: String, _ width: Int) -> String {
        name + String(repeating: " ", count: max(1, width - name.count))
    }
}
