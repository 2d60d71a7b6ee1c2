/// A JSON text as it was sent: numbers keep their digits, so that money is never rounded and `1.0` is not `1`.
enum JSONValue: Equatable, Sendable {
    case null
    case boolean(Bool)
    /// The number's text, as in RFC 8259 section 6.
    case number(String)
    case string(String)
    case array([JSONValue])
    /// Members in the order in which they came; no name twice.
    case object([(name: String, value: JSONValue)])

    /// The value of a member; nil if this is no object or has none of that name.
    subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.isSame(as: name) }?.value
    }

    static func == (left: JSONValue, right: JSONValue) -> Bool {
        left.canonicalText.isSame(as: right.canonicalText)
    }

    /// The text without white space and with names in order: equal for bodies that mean the same.
    var canonicalText: String {
        switch self {
        case .null: "null"
        case .boolean(let value): value ? "true" : "false"
        case .number(let text): text
        case .string(let text): JSONText.quoted(text)
        case .array(let values): "[" + values.map(\.canonicalText).joined(separator: ",") + "]"
        case .object(let members):
            "{"
                + members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
                .map { JSONText.quoted($0.name) + ":" + $0.value.canonicalText }
                .joined(separator: ",") + "}"
        }
    }
}

/// Writing JSON by hand, for the few answers that the gateway makes itself.
enum JSONText {
    /// A JSON string (RFC 8259 section 7).
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
