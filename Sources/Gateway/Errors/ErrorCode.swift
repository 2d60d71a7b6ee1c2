/// An error that a client may be told. The members are made by the build from db/errors.sql, the only place of all codes:
/// `.insufficientStock` is the row `INSUFFICIENT_STOCK`.
struct ErrorCode: Sendable, Equatable {
    let code: String
    /// HTTP.
    let status: Int
    /// The sentence for people.
    let message: String
    /// Seconds after which another try is worth it.
    let retryAfterSeconds: Int?
    /// The constraints of the database whose violation means it.
    let constraints: [String]

    /// The one of that code; nil for a code that this build does not know.
    static func named(_ code: String) -> ErrorCode? { byCode[code] }

    /// The one that the violation of a constraint means.
    static func ofConstraint(_ name: String) -> ErrorCode? { byConstraint[name] }

    private static let byCode = Dictionary(uniqueKeysWithValues: all.map { ($0.code, $0) })
    private static let byConstraint = Dictionary(
        uniqueKeysWithValues: all.flatMap { error in error.constraints.map { ($0, error) } })
}
