import Logging
import ServiceLifecycle

/// Compares the books with what the provider lists: once a day, and when an admin asks for it. The pages go to the database as they come;
/// what they mean is decided there, when all of them are there.
struct Reconciliation: Sweep {
    let name = "reconciliation"
    let calls: ReconciliationCalls
    let provider: any PaymentProvider
    let logger: Logger
    let leaseSeconds: Int
    var backoff = Backoff(first: .seconds(60), limit: .seconds(3600))
    /// Pages of each list: what is beyond is left out, and the run says so.
    var pageLimit = 2000
    /// How long a run may take.
    var timeLimit: Duration = .seconds(3600)
    let batch = 1

    func claim(limit: Int) async throws -> [ReconciliationCalls.Run] {
        try await calls.claim(provider: StripeProvider.name, leaseSeconds: leaseSeconds)
    }

    func kind(of run: ReconciliationCalls.Run) -> String { "run" }

    /// How a run over the lists ended.
    private enum End {
        case listed(isWhole: Bool)
        case broken(reason: String)
        /// Another gateway has it.
        case lost
    }

    func work(_ run: ReconciliationCalls.Run) async throws -> SweepResult {
        let deadline = ContinuousClock.now + timeLimit
        var isWhole = true
        for kind in ListedKind.allCases {
            switch try await list(kind, run, until: deadline) {
            case .listed(let isWholeList): isWhole = isWhole && isWholeList
            case .lost: return .postponed
            case .broken(let reason):
                let pause = Task.isShuttingDownGracefully ? .zero : backoff.pause(after: run.tries)
                logger.warning("reconciliation.postponed", metadata: [LogKey.reason: "\(reason)"])
                try await calls.postpone(run, reason: reason, pause: pause)
                return .postponed
            }
        }
        guard let differences = try await calls.finish(run, isWhole: isWhole) else { return .postponed }
        if !isWhole { logger.error("reconciliation.cut_off") }
        guard differences > 0 else { return .done }
        logger.error("reconciliation.differences", metadata: [LogKey.count: "\(differences)"])
        return .handedOver
    }

    private func list(
        _ kind: ListedKind, _ run: ReconciliationCalls.Run, until deadline: ContinuousClock.Instant
    ) async throws -> End {
        var last: String?
        for _ in 0..<pageLimit {
            // Another gateway begins it anew, at once.
            if Task.isShuttingDownGracefully { return .broken(reason: "the gateway stops") }
            if ContinuousClock.now >= deadline { return .listed(isWhole: false) }
            switch await provider.list(kind, from: run.from, before: run.before, behind: last) {
            case .unknown(let reason): return .broken(reason: "\(kind.rawValue)s: \(reason)")
            case .page(let objects, let hasMore):
                if !objects.isEmpty {
                    guard try await calls.page(run, kind, objects, leaseSeconds: leaseSeconds) else { return .lost }
                }
                guard hasMore else { return .listed(isWhole: true) }
                last = objects.last?.reference
            }
        }
        return .listed(isWhole: false)
    }
}
