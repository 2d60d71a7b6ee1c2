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

    /// Whether a text is a card number or has one in it: 13 to 19 digits of any script that pass the Luhn check (ISO/IEC 7812-1,
    /// annex B), whatever stands between them but letters. Within more text, only numbers that begin as those of the card
    /// networks do: a tenth of all numbers passes the check.
    /// A UUID is none: one of a thousand random ones would be taken for one.
    static func isCardNumber(_ text: String) -> Bool {
        guard !isUUID(text) else { return false }
        var digits: [UInt8] = []
        var isWhole = true
        for scalar in text.unicodeScalars {
            if let digit = digit(scalar) {
                digits.append(digit)
            } else if scalar.properties.isAlphabetic || digits.count > 64 {
                if isCard(digits, isWhole: false) { return true }
                digits = []
                isWhole = false
            }
        }
        return isCard(digits, isWhole: isWhole)
    }

    /// Whether a text is a UUID and nothing else, of a version that is made by chance, time or name (RFC 9562).
    private static func isUUID(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard bytes.count == 36 else { return false }
        return bytes.enumerated().allSatisfy { place, byte in
            switch place {
            case 8, 13, 18, 23: byte == UInt8(ascii: "-")
            case 14: (UInt8(ascii: "1")...UInt8(ascii: "8")).contains(byte)
            case 19: [UInt8](arrayLiteral: 0x38, 0x39, 0x41, 0x42, 0x61, 0x62).contains(byte)
            default: byte.isASCIIDigit || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
            }
        }
    }

    /// The value of a decimal digit, also of a fullwidth or an Arabic one.
    private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
        if scalar.isASCII { return UInt8(ascii: scalar).isASCIIDigit ? UInt8(ascii: scalar) - 0x30 : nil }
        guard scalar.properties.numericType == .decimal else { return nil }
        return scalar.properties.numericValue.map { UInt8($0) }
    }

    private static func isCard(_ digits: [UInt8], isWhole: Bool) -> Bool {
        guard (13...19).contains(digits.count), isWhole || isOfANetwork(digits) else { return false }
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
