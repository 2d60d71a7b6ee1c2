/// Forgets counted calls whose minute has passed: the whole of it is done by the claim.
struct RateForgetter: Sweep {
    let name = "rate_limits"
    let calls: AccountCalls
    let batch = 1000

    func claim() async throws -> [String] { try await calls.forgetRates(limit: batch) }

    func kind(of bucket: String) -> String { "bucket" }

    func work(_ bucket: String) async throws -> SweepResult { .done }
}
