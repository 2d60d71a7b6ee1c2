/// Ends what others have left open: takes attempts whose lease is over and drives each on with the checkout flow.
struct Reconciler: Sweep {
    let name = "reconciler"
    let calls: CheckoutCalls
    let flow: CheckoutFlow
    let leaseSeconds: Int
    let batch = 16

    func claim(limit: Int) async throws -> [ClaimedAttempt] {
        try await calls.claim(limit: limit, leaseSeconds: leaseSeconds)
    }

    func kind(of claimed: ClaimedAttempt) -> String { claimed.state.rawValue }

    func work(_ claimed: ClaimedAttempt) async throws -> SweepResult {
        switch try await flow.resume(claimed) {
        case .ended, .replayed: .done
        case .actionRequired: .postponed
        case .inDoubt(_, let state): state == "NEEDS_REVIEW" ? .handedOver : .postponed
        }
    }
}
