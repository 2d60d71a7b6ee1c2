/// What a call tells the database about itself, for the audit log and the session check.
struct CallContext: Sendable, Equatable {
    /// `X-Request-Id`, or the name of the background work.
    let requestID: String
    /// Of the access token.
    var session: String?
    /// The user on whose behalf it is: the function's `p_actor_id`.
    var actorID: Int64?
}
