import Postgres

/// A locked attempt: what the flow needs to drive it.
struct CheckoutAttempt: Sendable {
    let charge: Charge
    /// For the audit log, and for the envelope of a decline.
    let requestID: String
}

/// How a checkout stands when the flow lets go of it.
enum CheckoutOutcome: Sendable {
    /// It has ended, and this is the answer that its key has for ever.
    case ended(status: Int, body: [UInt8])
    /// The key had ended before: its answer again.
    case replayed(status: Int, body: [UInt8])
    /// Whether it is paid is not known yet.
    case inDoubt(attemptID: Int64)
}
