/// An effect that the outbox holds, taken by a worker.
struct OutboxItem: Sendable {
    /// What is to be had, and the row that waits for it.
    enum Effect: Sendable {
        case refund(id: Int64, Repayment)
        case capture(id: Int64, Capture)
        /// A card that the provider is to forget.
        case detach(token: String)
        /// Nobody here can have it.
        case unknown
    }

    let id: Int64
    let kind: String
    /// This one included.
    let tries: Int
    let effect: Effect
    /// The number of our lease: who comes with an older one than the effect has was overtaken.
    let lease: Int
}
