/// Work that one call of the database does whole, as forgetting what has had its time: the claim is all of it.
struct OneCallSweep<Item: Sendable>: Sweep {
    let name: String
    let batch: Int
    /// What the counters call one of them.
    let kind: String
    /// Does it to at most so many, and gives which.
    let call: @Sendable (_ limit: Int) async throws -> [Item]

    func claim() async throws -> [Item] { try await call(batch) }

    func kind(of item: Item) -> String { kind }

    func work(_ item: Item) async throws -> SweepResult { .done }
}
