/// Work that one call of the database does whole, as forgetting what has had its time: the claim is all of it.
struct OneCallSweep<Item: Sendable>: Sweep {
    let name: String
    let batch: Int
    /// What the counters call one of them.
    let kind: String
    /// Does it to at most so many, and gives which.
    let call: @Sendable (_ limit: Int) async throws -> [Item]

    /// The claim is all of the work, so the next one is a whole one too.
    var refill: Int { batch }

    func claim(limit: Int) async throws -> [Item] { try await call(limit) }

    func kind(of item: Item) -> String { kind }

    func work(_ item: Item) async throws -> SweepResult { .done }
}
