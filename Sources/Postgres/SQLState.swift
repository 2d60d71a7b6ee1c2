/// The five characters that say what went wrong (PostgreSQL manual, appendix A). Open: the shop raises its own, `MSnnn`.
public struct SQLState: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
    /// The five characters.
    public let rawValue: String

    /// A code as it is.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// The first two characters: the class of the error.
    public var errorClass: String { String(rawValue.prefix(2)) }
    /// The five characters.
    public var description: String { rawValue }

    /// `could not serialize access`: the transaction may be tried again.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// A deadlock was resolved by ending this transaction, which may be tried again.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// `lock_timeout` ran out, or `nowait` met a lock.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// `statement_timeout` ran out, or the statement was cancelled.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// Among others: `cached plan must not change result type`.
    public static let featureNotSupported = SQLState(rawValue: "0A000")
    /// Among others: JSON with U+0000 in a string, which `jsonb` cannot hold.
    public static let untranslatableCharacter = SQLState(rawValue: "22P05")
    /// A unique constraint was violated.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// A foreign key was violated.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// A check constraint was violated.
    public static let checkViolation = SQLState(rawValue: "23514")
}
