/// A statement that a connection prepares once and then runs by name, so that a call is one round trip.
public struct Statement: Hashable, Sendable {
    /// What it is called in logs and tests; the server's name for it is the connection's own business.
    public let name: String
    /// The text, with parameters `$1`, `$2`, …
    public let sql: String

    /// A statement of this name and text.
    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }
}
