import Postgres

/// What a field of the input may be. Parsing gives the parameter for the database, or what is wrong in words for people.
indirect enum FieldType: Sendable {
    /// A positive 64-bit id.
    case id
    case integer(ClosedRange<Int64>)
    /// The length of a list: from 1 to the configured maximum, the configured default when it is not given.
    case limit
    /// ILS with at most two decimals, from zero.
    case money
    /// An amount between bounds in hundredths, agorot of ILS or of a percent: a number or string with at most two decimals.
    case amount(hundredths: ClosedRange<Int>)
    /// A decimal with at most six decimals.
    case decimal(ClosedRange<Double>)
    /// A line of text of this many characters, not only white space: without controls and marks of direction.
    case text(ClosedRange<Int>)
    /// The same of several lines: line breaks and tabs are taken.
    case note(ClosedRange<Int>)
    /// Digits, a fixed number of them.
    case digits(Int)
    case email
    /// 10–128 characters, at least one letter and one digit.
    case password
    /// A secret that was given before, compared and never stored: any characters, this many at most.
    case secret(Int)
    case phone
    case boolean
    case choice([String])
    /// `YYYY-MM-DD`.
    case date
    /// RFC 3339 with zone.
    case timestamp
    /// `HH:MM` on the shop's clock; `24:00` is the end of a day.
    case timeOfDay
    /// An address of the web, or a path on this site, of so many characters at most: nothing that a browser would run.
    case link(Int)
    /// A JSON array of so many elements: a parameter `jsonb` where they are objects, else an array of PostgreSQL.
    case array(FieldType, ClosedRange<Int>)
    /// A JSON object: a parameter `jsonb`.
    case object([Field])
    /// A JSON object with whatever members its writer likes, of so many bytes at most: a parameter `jsonb`.
    case document(Int)

    /// A refusal, in words that follow the field's name.
    struct Refusal: Error, Equatable {
        let message: String
        init(_ message: String) { self.message = message }
    }

    /// The parameter for a JSON value that is neither array nor object: those are `InputReader`'s, as what is wrong in them has a
    /// path.
    func parse(_ json: JSONValue) -> Result<Value, Refusal> {
        switch (self, json) {
        case (.id, .number(let text)), (.integer, .number(let text)), (.limit, .number(let text)): parse(text)
        case (.money, .number(let text)), (.decimal, .number(let text)), (.money, .string(let text)),
            (.amount, .number(let text)), (.amount, .string(let text)):
            parse(text)
        case (.boolean, .boolean(let value)): .success(.boolean(value))
        case (.id, _), (.integer, _), (.limit, _): .failure(Refusal("must be an integer"))
        case (.money, _): .failure(Self.moneyRefusal)
        case (.amount(let range), _): .failure(Self.amountRefusal(range))
        case (.decimal, _): .failure(Refusal("must be a number"))
        case (.boolean, _): .failure(Refusal("must be true or false"))
        case (.array, _): .failure(Refusal("must be an array"))
        case (.document(let limit), .object): Self.document(json, limit)
        case (.object, _), (.document, _): .failure(Refusal("must be an object"))
        case (_, .string(let text)): parse(text)
        default: .failure(Refusal("must be a string"))
        }
    }

    /// The parameter for a text: of a query, or inside a JSON string.
    func parse(_ text: String) -> Result<Value, Refusal> {
        // Before anything that looks at it as text.
        guard text.utf8.count <= byteLimit else { return .failure(Refusal(tooLong)) }
        // PostgreSQL's text cannot hold it, and nobody means it.
        if text.utf8.contains(0) { return .failure(Refusal("must not contain U+0000")) }
        switch self {
        case .id, .limit: return Self.integer(text, 1...Int64.max)
        case .integer(let range): return Self.integer(text, range)
        case .money:
            guard let hundredths = Self.hundredths(text) else { return .failure(Self.moneyRefusal) }
            return .success(.text(Self.amountText(hundredths)))
        case .amount(let range):
            guard let hundredths = Self.hundredths(text), range.contains(hundredths) else {
                return .failure(Self.amountRefusal(range))
            }
            return .success(.text(Self.amountText(hundredths)))
        case .decimal(let range):
            guard Self.isDecimal(text, integerDigits: 10, fractionDigits: 6), let value = Double(text),
                range.contains(value)
            else { return .failure(Refusal("must be a number from \(range.lowerBound) to \(range.upperBound)")) }
            return .success(.text(text))
        case .text(let range): return Self.line(text, range) { _ in false }
        case .note(let range): return Self.line(text, range) { "\n\r\t".unicodeScalars.contains($0) }
        case .secret(let limit):
            return (1...limit).contains(text.unicodeScalars.count)
                ? .success(.text(text)) : .failure(Refusal("must have 1 to \(limit) characters"))
        case .digits(let count):
            let isDigits = text.utf8.count == count && text.utf8.allSatisfy(\.isASCIIDigit)
            return isDigits ? .success(.text(text)) : .failure(Refusal("must be \(count) digits"))
        case .email:
            return EmailAddress.isPlausible(text)
                ? .success(.text(text)) : .failure(Refusal("must be an e-mail address"))
        case .password:
            let scalars = text.unicodeScalars
            guard (10...Self.passwordLimit).contains(scalars.count), scalars.contains(where: \.properties.isAlphabetic),
                scalars.contains(where: { $0.properties.numericType != nil })
            else {
                return .failure(Refusal("must have 10 to 128 characters, at least one letter and one digit"))
            }
            return .success(.text(text))
        case .phone:
            let isPhone =
                (5...30).contains(text.utf8.count) && text.utf8.allSatisfy { "+-() 0123456789".utf8.contains($0) }
            return isPhone ? .success(.text(text)) : .failure(Refusal("must be a phone number"))
        case .boolean:
            switch text {
            case "true": return .success(.boolean(true))
            case "false": return .success(.boolean(false))
            default: return .failure(Refusal("must be true or false"))
            }
        case .choice(let choices):
            guard choices.contains(where: { $0.isSame(as: text) }) else {
                return .failure(Refusal("must be one of " + choices.joined(separator: ", ")))
            }
            return .success(.text(text))
        case .date:
            guard CalendarText.isDate(text) else { return .failure(Refusal("must be a date, YYYY-MM-DD")) }
            return .success(.text(text))
        case .timestamp:
            guard CalendarText.isTimestamp(text) else {
                return .failure(Refusal("must be a time with zone, e.g. 2026-11-22T10:15:00Z"))
            }
            return .success(.text(text))
        case .timeOfDay:
            return CalendarText.isTimeOfDay(text)
                ? .success(.text(text)) : .failure(Refusal("must be a time, HH:MM"))
        case .link(let limit):
            guard ["https://", "http://", "/"].contains(where: { text.utf8.starts(with: $0.utf8) }) else {
                return .failure(Refusal("must begin with https://, http:// or /"))
            }
            return Self.line(text, 1...limit) { _ in false }
        case .array, .object, .document: return .failure(Refusal("must be JSON"))
        }
    }

    /// Characters of a password, in register and in login alike: what can be set can be used.
    static let passwordLimit = 128

    /// Bytes of the longest text that could be one.
    private var byteLimit: Int {
        switch self {
        case .text(let range), .note(let range): 4 * range.upperBound
        case .link(let limit): 4 * limit
        case .document(let limit): limit
        case .password: 4 * Self.passwordLimit
        case .secret(let limit): 4 * limit
        case .email: 254
        case .choice(let choices): choices.map(\.utf8.count).max() ?? 0
        case .id, .integer, .limit, .money, .amount, .decimal, .digits, .phone, .boolean, .date, .timestamp, .timeOfDay,
            .array, .object:
            64
        }
    }

    /// What is said of a longer one: the same as of one that is nearly as long.
    private var tooLong: String {
        switch self {
        case .text(let range), .note(let range): "must have \(range.lowerBound) to \(range.upperBound) characters"
        case .choice(let choices): "must be one of " + choices.joined(separator: ", ")
        case .id, .integer, .limit: "must be an integer"
        default: "is too long"
        }
    }

    private static func line(
        _ text: String,
        _ range: ClosedRange<Int>,
        isTaken: (Unicode.Scalar) -> Bool
    ) -> Result<Value, Refusal> {
        guard range.contains(text.unicodeScalars.count), range.lowerBound == 0 || !text.trimmed.isEmpty else {
            return .failure(Refusal("must have \(range.lowerBound) to \(range.upperBound) characters"))
        }
        guard text.unicodeScalars.allSatisfy({ !$0.isRefusedInText || isTaken($0) }) else {
            return .failure(Refusal("must not contain control characters or marks of direction"))
        }
        return .success(.text(text))
    }

    private static let moneyRefusal = Refusal("must be an amount with at most two decimals, e.g. \"12.90\"")

    private static func amountRefusal(_ range: ClosedRange<Int>) -> Refusal {
        func shown(_ hundredths: Int) -> String {
            hundredths.isMultiple(of: 100) ? "\(hundredths / 100)" : amountText(hundredths)
        }
        return Refusal(
            "must be from \(shown(range.lowerBound)) to \(shown(range.upperBound)), with at most two decimals")
    }

    /// An amount that is not negative, in hundredths; nil for what is none.
    private static func hundredths(_ text: String) -> Int? {
        guard isDecimal(text, integerDigits: 10, fractionDigits: 2), !text.hasPrefix("-") else { return nil }
        let parts = text.utf8.split(separator: UInt8(ascii: "."))
        let fraction = parts.count == 2 ? String(Substring(parts[1])) : ""
        return Int(String(Substring(parts[0])) + fraction + String(repeating: "0", count: 2 - fraction.utf8.count))
    }

    /// One spelling for each amount, so that `5`, `"5.0"` and `"5.00"` are the same input under an Idempotency-Key.
    private static func amountText(_ hundredths: Int) -> String {
        let fraction = String(hundredths % 100)
        return "\(hundredths / 100).\(fraction.utf8.count == 1 ? "0" : "")\(fraction)"
    }

    /// What is in it is text and numbers as elsewhere: what PostgreSQL could not keep, or nobody should be shown, is refused.
    private static func document(_ json: JSONValue, _ limit: Int) -> Result<Value, Refusal> {
        let text = json.canonicalText
        guard text.utf8.count <= limit else { return .failure(Refusal("is too long")) }
        guard isPlain(json) else {
            return .failure(
                Refusal("must have no control characters or marks of direction, and numbers of at most 10 and 6 digits")
            )
        }
        return .success(.text(text))
    }

    private static func isPlain(_ json: JSONValue) -> Bool {
        func isPlain(_ text: String) -> Bool { text.unicodeScalars.allSatisfy { !$0.isRefusedInText } }
        return switch json {
        case .null, .boolean: true
        case .number(let text): isDecimal(text, integerDigits: 10, fractionDigits: 6)
        case .string(let text): isPlain(text)
        case .array(let values): values.allSatisfy { Self.isPlain($0) }
        case .object(let members): members.allSatisfy { isPlain($0.name) && Self.isPlain($0.value) }
        }
    }

    private static func integer(_ text: String, _ range: ClosedRange<Int64>) -> Result<Value, Refusal> {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        guard !digits.isEmpty, digits.allSatisfy(\.isASCIIDigit) else { return .failure(Refusal("must be an integer")) }
        // One that no `Int64` holds is beyond any range.
        let value = Int64(text)
        let isNegative = digits.count < text.utf8.count
        if value.map({ $0 < range.lowerBound }) ?? isNegative {
            return .failure(Refusal("must be at least \(range.lowerBound)"))
        }
        guard let value, value <= range.upperBound else {
            return .failure(Refusal("must be at most \(range.upperBound)"))
        }
        return .success(.integer(value))
    }

    private static func isDecimal(_ text: String, integerDigits: Int, fractionDigits: Int) -> Bool {
        let parts = text.utf8.drop { $0 == UInt8(ascii: "-") }.split(
            separator: UInt8(ascii: "."),
            omittingEmptySubsequences: false
        )
        let hasOnlyDigits = parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
        guard (1...2).contains(parts.count), hasOnlyDigits, text.utf8.filter({ $0 == UInt8(ascii: "-") }).count <= 1
        else {
            return false
        }
        return parts[0].count <= integerDigits && (parts.count == 1 || parts[1].count <= fractionDigits)
    }
}
