/// A parameter of a statement. All travel in text format; the server knows the types from the prepared statement.
public enum Value: Sendable, Hashable {
    /// SQL null.
    case null
    /// Text, or anything that the server parses from text: a date, a number, JSON. Must not contain U+0000.
    case text(String)
    /// A `bytea`.
    case bytes([UInt8])
    /// A `smallint`, `integer` or `bigint`.
    case integer(Int64)
    /// A `boolean`.
    case boolean(Bool)

    /// The text, or null.
    public init(_ text: String?) {
        self = text.map(Value.text) ?? .null
    }

    /// The integer, or null.
    public init(_ integer: Int64?) {
        self = integer.map(Value.integer) ?? .null
    }

    /// What goes over the wire; nil for null.
    var wireText: String? {
        switch self {
        case .null: nil
        case .text(let text): text
        case .bytes(let bytes): "\\x" + Hex.encode(bytes)
        case .integer(let integer): String(integer)
        case .boolean(let boolean): boolean ? "true" : "false"
        }
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByNilLiteral
{
    /// Text.
    public init(stringLiteral value: String) { self = .text(value) }
    /// An integer.
    public init(integerLiteral value: Int64) { self = .integer(value) }
    /// A boolean.
    public init(booleanLiteral value: Bool) { self = .boolean(value) }
    /// Null.
    public init(nilLiteral: ()) { self = .null }
}
