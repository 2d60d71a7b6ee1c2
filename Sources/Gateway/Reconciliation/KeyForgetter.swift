import Postgres

/// Forgets Idempotency-Keys 72 hours after their checkout has ended: the whole of it is done by the claim.
struct KeyForgetter: Sweep {
    let name = "idempotency_keys"
    let database: any Database
    let batch = 500

    func claim() async throws -> [Int64] {
        let rows = try await database.retrying(Statements.idempotencyKeysForget, [.integer(Int64(batch))])
        return try rows.compactMap { try $0.integer("checkout_attempt_id") }
    }

    func kind(of attemptID: Int64) -> String { "key" }

    func work(_ attemptID: Int64) async throws -> SweepResult { .done }
}
