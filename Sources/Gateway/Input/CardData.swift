import Foundation

/// Card data must never come near us (PCI DSS 4.0, requirement 3): a body that holds any is refused before anything else.
enum CardData {
    private static let names: [String] = [
        "card", "card_number", "cardnumber", "number", "pan", "cvc", "cvc2", "cvv", "cvv2", "security_code", "track1",
        "track2", "pin",
    ]

    /// Whether any value is a card number or, where that is asked, a field is named like card data.
    static func isIn(_ value: JSONValue, looksAtNames: Bool) -> Bool {
        switch value {
        case .object(let members):
            members.contains { isIn($0.value, looksAtNames: looksAtNames) || (looksAtNames && isName($0.name)) }
        case .array(let values): values.contains { isIn($0, looksAtNames: looksAtNames) }
        case .string(let text), .number(let text): isCardNumber(text)
        case .null, .boolean: false
        }
    }

    /// Whether a value of a query is a card number.
    static func isInQuery(_ query: String?) -> Bool {
        // One that cannot be read is refused as such, and kept nowhere.
        QueryString.parse(query ?? "")?.contains { isCardNumber($0.value) } ?? false
    }

    private static func isName(_ name: String) -> Bool {
        let spelled = QueryString.snakeCase(name)
        return names.contains { $0.isSame(as: spelled) || $0.isSameIgnoringCase(as: name) }
    }

    /// Whether a text is a card number or has one in it: 14 to 19 digits of any script that pass the Luhn check (ISO/IEC 7812-1,
    /// annex B) and begin as those of the card networks do, whatever stands between them but letters. A tenth of all numbers passes
    /// the check: barcodes, which have 13 digits as no card has any more, and times in nanoseconds, which begin with 1, are none. Nor
    /// is a UUID: one of two thousand random ones would be taken for a card, and a client's key with it.
    static func isCardNumber(_ text: String) -> Bool {
        if isUUID(text) { return false }
        var digits: [UInt8] = []
        for scalar in text.unicodeScalars {
            if let digit = digit(scalar) {
                digits.append(digit)
            } else if scalar.properties.isAlphabetic || digits.count > 64 {
                if isCard(digits) { return true }
                digits = []
            }
        }
        return isCard(digits)
    }

    /// Thirty-two hexadecimal digits as 8-4-4-4-12 (RFC 9562, section 4).
    private static func isUUID(_ text: String) -> Bool {
        text.utf8.count == 36 && UUID(uuidString: text) != nil
    }

    /// The value of a decimal digit, also of a fullwidth or an Arabic one.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.isASCII { return UInt8(ascii: scalar).isASCIIDigit ? UInt8(ascii: scalar) - 0x30 : nil }
        guard scalar.properties.numericType == .decimal else { return nil }
        return scalar.properties.numericValue.map { UInt8($0) }
    }

    private static func isCard(_ digits: [UInt8]) -> Bool {
        guard (14...19).contains(digits.count), isOfANetwork(digits) else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let (place, value) = (digit.offset, Int(digit.element))
            guard !place.isMultiple(of: 2) else { return sum + value }
            return sum + (value > 4 ? value * 2 - 9 : value * 2)
        }
        return sum.isMultiple(of: 10)
    }

    /// Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro: 2221–2720, 3, 4, 5, 6.
    private static func isOfANetwork(_ digits: [UInt8]) -> Bool {
        let four = digits.prefix(4).reduce(0) { $0 * 10 + Int($1) }
        return (2221...2720).contains(four) || (3000...6999).contains(four)
    }
}
