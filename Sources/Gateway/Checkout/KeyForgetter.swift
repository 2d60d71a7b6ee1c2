/// Forgets Idempotency-Keys 72 hours after their checkout has ended: the whole of it is done by the claim.
struct KeyForgetter: Sweep {
    let name = "idempotency_keys"
    let calls: CheckoutCalls
    let batch = 500

    func claim() async throws -> [Int64] { try await calls.forgetKeys(limit: batch) }

    func kind(of attemptID: Int64) -> String { "key" }

    func work(_ attemptID: Int64) async throws -> SweepResult { .done }
}
