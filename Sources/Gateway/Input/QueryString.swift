/// The parameters of a URL's query (WHATWG URL standard, section 5.1: `+` is a space).
enum QueryString {
    /// Bytes of a query, and parameters in it: more is no query of this API.
    static let byteLimit = 8192
    static let countLimit = 64

    /// Names and values in order; nil if an escape is broken or is no UTF-8, or if there is too much of it.
    static func parse(_ text: String) -> [(name: String, value: String)]? {
        guard text.utf8.count <= byteLimit else { return nil }
        var parameters: [(name: String, value: String)] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = decode(parts[0]), let value = decode(parts.count == 2 ? parts[1] : "") else { return nil }
            guard parameters.count < countLimit else { return nil }
            parameters.append((name, value))
        }
        return parameters
    }

    /// The `snake_case` spelling of a `camelCase` name; a name without capitals is itself.
    static func snakeCase(_ name: String) -> String {
        var bytes: [UInt8] = []
        for byte in name.utf8 {
            if byte.loweredASCII != byte { bytes.append(UInt8(ascii: "_")) }
            bytes.append(byte.loweredASCII)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decode(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"): bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst(), let low = rest.popFirst(),
                    let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16),
                    high != UInt8(ascii: "+")
                else { return nil }
                bytes.append(value)
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
