/// How long the calls of a piece of work may wait for their turn at the provider, and whether somebody waits for them. It goes with
/// the task, as the work knows it and the adapter needs it; in between nobody does.
struct CallBudget: Sendable {
    let isCustomers: Bool
    /// After which a call is not begun.
    let deadline: ContinuousClock.Instant

    /// The one of this task; none is work in the background.
    @TaskLocal static var current: CallBudget?

    /// For a request that is answered after so long at the latest: its last call is begun while it can still be answered.
    static func request(answeredWithin limit: Duration, callTime: Duration) -> CallBudget {
        CallBudget(isCustomers: true, deadline: .now + max(limit / 2, limit - callTime))
    }

    /// For work that is due again later if it does not get its turn.
    static func background(waiting limit: Duration) -> CallBudget {
        CallBudget(isCustomers: false, deadline: .now + limit)
    }
}
