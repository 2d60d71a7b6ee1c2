/// A statement that every connection of a pool prepares when it connects, so that a call is one round trip.
public struct Statement: Hashable, Sendable {
    /// The name under which the server keeps it; unique within a pool.
    public let name: String
    /// The text, with parameters `$1`, `$2`, …
    public let sql: String

    /// A statement of this name and text.
    public init(name: String, sql: String) {
        self.name = name
        self.sql = sql
    }
}
