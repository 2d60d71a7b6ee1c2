import Synchronization

/// Every call of an outage, as its client saw it.
final class OutageLog: Sendable {
    /// One call.
    struct Sample: Sendable {
        let start: ContinuousClock.Instant
        let duration: Duration
        /// 0 for a connection that broke.
        let status: Int
        let hasRetryAfter: Bool
        let isConfirm: Bool
        var end: ContinuousClock.Instant { start + duration }
    }

    /// Which answers are meant.
    enum Kind: Sendable {
        case all
        case confirms
        case refusals

        func includes(_ sample: Sample) -> Bool {
            switch self {
            case .all: sample.status != 503
            case .confirms: sample.status != 503 && sample.isConfirm
            case .refusals: sample.status == 503
            }
        }
    }

    /// Answers of a span of time.
    struct Window: Sendable {
        let samples: [Sample]
        let seconds: Double

        /// A share of the answers took at most this many milliseconds; nil without any. Those that say "not now" are a
        /// kind of their own.
        func percentile(_ share: Double, _ kind: Kind = .all) -> Double? {
            let sorted = samples.filter(kind.includes).map(\.duration).sorted()
            guard !sorted.isEmpty else { return nil }
            let index = Int((share * Double(sorted.count)).rounded(.up)) - 1
            return sorted[min(max(index, 0), sorted.count - 1)] / .milliseconds(1)
        }

        /// Statuses with their counts.
        var statuses: [Int: Int] { samples.reduce(into: [:]) { $0[$1.status, default: 0] += 1 } }
        /// Answers a second.
        var rate: Double { Double(samples.count) / seconds }
    }

    private let samples = Mutex<[Sample]>([])

    func add(_ sample: Sample) { samples.withLock { $0.append(sample) } }

    /// All calls.
    var all: [Sample] { samples.withLock { $0 } }

    /// The calls that began and ended between two moments.
    func window(_ start: ContinuousClock.Instant, _ end: ContinuousClock.Instant) -> Window {
        Window(samples: all.filter { $0.start >= start && $0.end <= end }, seconds: (end - start) / .seconds(1))
    }
}
