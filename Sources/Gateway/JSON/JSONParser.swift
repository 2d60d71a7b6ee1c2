/// What is wrong with a JSON text. Says nothing of the text itself.
struct JSONSyntaxError: Error {}

/// How large a JSON text may be in its parts (RFC 8259, section 9, lets a parser set limits).
enum JSONLimits {
    /// Objects and arrays within each other.
    static let depth = 32
    /// Values in all, members and elements included.
    static let values = 10_000
    /// Bytes of a name.
    static let nameBytes = 256
    /// Characters of a number.
    static let numberBytes = 64
    /// The largest power of ten: PostgreSQL's numeric, and so its jsonb, holds more.
    static let exponent = 400
}

/// A strict parser for RFC 8259. Our own, because Foundation's turns numbers into binary floating point, accepts a name
/// twice, and has no limits that we set. Names are told apart by their bytes.
struct JSONParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private var count = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The value that the text is.
    /// - Throws: `JSONSyntaxError`.
    static func parse(_ bytes: [UInt8]) throws -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw JSONSyntaxError() }
        var parser = JSONParser(bytes)
        let value = try parser.value()
        parser.skipSpace()
        guard parser.position == bytes.count else { throw JSONSyntaxError() }
        return value
    }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private mutating func take(_ character: Character) -> Bool {
        guard next == character.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ text: String) throws {
        for character in text {
            guard take(character) else { throw JSONSyntaxError() }
        }
    }

    private mutating func value() throws -> JSONValue {
        count += 1
        guard count <= JSONLimits.values else { throw JSONSyntaxError() }
        skipSpace()
        switch next.map({ Character(UnicodeScalar($0)) }) {
        case "{": return try nested { try $0.object() }
        case "[": return try nested { try $0.array() }
        case "\"": return .string(try string())
        case "t":
            try expect("true")
            return .boolean(true)
        case "f":
            try expect("false")
            return .boolean(false)
        case "n":
            try expect("null")
            return .null
        default: return .number(try number())
        }
    }

    private mutating func nested(_ body: (inout JSONParser) throws -> JSONValue) throws -> JSONValue {
        depth += 1
        defer { depth -= 1 }
        guard depth <= JSONLimits.depth else { throw JSONSyntaxError() }
        return try body(&self)
    }

    private mutating func object() throws -> JSONValue {
        try expect("{")
        var members: [(name: String, value: JSONValue)] = []
        var names: Set<[UInt8]> = []
        skipSpace()
        if take("}") { return .object([]) }
        repeat {
            skipSpace()
            let name = try string()
            guard name.utf8.count <= JSONLimits.nameBytes, names.insert(Array(name.utf8)).inserted else {
                throw JSONSyntaxError()
            }
            skipSpace()
            try expect(":")
            members.append((name, try value()))
            skipSpace()
        } while take(",")
        try expect("}")
        return .object(members)
    }

    private mutating func array() throws -> JSONValue {
        try expect("[")
        var values: [JSONValue] = []
        skipSpace()
        if take("]") { return .array([]) }
        repeat {
            values.append(try value())
            skipSpace()
        } while take(",")
        try expect("]")
        return .array(values)
    }

    private mutating func number() throws -> String {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        if take(".") { try digits() }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            let exponent = position
            try digits()
            let power = Int(String(decoding: bytes[exponent..<min(position, exponent + 9)], as: UTF8.self)) ?? .max
            guard position - exponent < 9, power <= JSONLimits.exponent else { throw JSONSyntaxError() }
        }
        guard position - start <= JSONLimits.numberBytes else { throw JSONSyntaxError() }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func digits() throws {
        let start = position
        while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
        guard position > start else { throw JSONSyntaxError() }
    }

    private mutating func string() throws -> String {
        try expect("\"")
        var text: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape().utf8)
            case 0..<0x20: throw JSONSyntaxError()
            default: text.append(byte)
            }
        }
        throw JSONSyntaxError()
    }

    private mutating func escape() throws -> String {
        guard let byte = next else { throw JSONSyntaxError() }
        position += 1
        switch Character(UnicodeScalar(byte)) {
        case "\"": return "\""
        case "\\": return "\\"
        case "/": return "/"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "u": return String(Character(try unicodeEscape()))
        default: throw JSONSyntaxError()
        }
    }

    private mutating func unicodeEscape() throws -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        try expect("\\u")
        let second = try codeUnit()
        guard (0xD800..<0xDC00).contains(first), (0xDC00..<0xE000).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONSyntaxError() }
        return scalar
    }

    private mutating func codeUnit() throws -> UInt32 {
        guard position + 4 <= bytes.count else { throw JSONSyntaxError() }
        let digits = bytes[position..<position + 4]
        // `UInt32` would take a sign.
        guard digits.allSatisfy({ $0.isASCIIDigit || (0x61...0x66).contains($0.loweredASCII) }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw JSONSyntaxError() }
        position += 4
        return unit
    }
}
