/// What can go wrong between a shop and its provider. Those before the call leave no trace of it; those after it have done
/// all, and lose the answer.
enum Fault: String, Sendable, CaseIterable {
    /// 500, nothing was done.
    case errorBefore = "error_before"
    /// 500, all was done.
    case errorAfter = "error_after"
    /// The connection is cut, all was done.
    case dropAfter = "drop_after"
    /// No answer, nothing was done.
    case hang
    /// 409, as if the key were in use.
    case inUse = "in_use"
    /// 429.
    case rateLimited = "rate_limited"

    /// Whether the call is carried out all the same.
    var isAfter: Bool { self == .errorAfter || self == .dropAfter }
}
