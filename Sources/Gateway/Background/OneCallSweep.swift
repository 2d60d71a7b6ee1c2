/// Forgets what has had its time: the whole of it is done by the claim.
struct Forgetter<Item: Sendable>: Sweep {
    let name: String
    let batch: Int
    /// What the counters call one of them.
    let kind: String
    /// Forgets at most so many, and gives what is gone.
    let forget: @Sendable (_ limit: Int) async throws -> [Item]

    func claim() async throws -> [Item] { try await forget(batch) }

    func kind(of item: Item) -> String { kind }

    func work(_ item: Item) async throws -> SweepResult { .done }
}
