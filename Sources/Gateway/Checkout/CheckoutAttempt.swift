/// A locked attempt: what the flow needs to drive it.
struct CheckoutAttempt: Sendable {
    let charge: Charge
    /// The payment that is stored for it at the provider; nil while there is none.
    var intent: String?
    /// The number of our lease: who comes with an older one than the attempt has was overtaken.
    let lease: Int
    /// For the audit log, and for the envelope of a decline.
    let requestID: String
    /// How often a reconciler has taken it; 0 for the confirm that locked it.
    var tries = 0
}

/// An attempt that a reconciler has taken, wherever its last driver left it.
struct ClaimedAttempt: Sendable {
    /// Where it stands.
    enum State: String, Sendable {
        case locked = "LOCKED"
        case unknown = "UNKNOWN"
        case actionRequired = "ACTION_REQUIRED"
        case compensating = "COMPENSATING"
    }

    let attempt: CheckoutAttempt
    let state: State
    /// Since the lock.
    let age: Duration
    /// Whether the card's owner has had their time; only while ACTION_REQUIRED.
    let isActionOver: Bool
    /// The money that is to go back; only while COMPENSATING.
    let charged: Payment?
}

/// How a checkout stands when the flow lets go of it.
enum CheckoutOutcome: Sendable {
    /// It has ended, and this is the answer that its key has for ever.
    case ended(CheckoutCalls.StoredAnswer)
    /// The key had ended before: its answer again.
    case replayed(CheckoutCalls.StoredAnswer)
    /// The card's owner is waited for, and this is the 202 that says so.
    case actionRequired(CheckoutCalls.StoredAnswer)
    /// Whether it is paid is not known yet, or its money is on the way back.
    case inDoubt(attemptID: Int64, state: String)
}
