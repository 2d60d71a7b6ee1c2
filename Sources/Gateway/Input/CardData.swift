/// Card data must never come near us (PCI DSS 4.0, requirement 3): a body that holds any is refused before anything else.
enum CardData {
    private static let names: Set<String> = [
        "card", "card_number", "cardnumber", "number", "pan", "cvc", "cvc2", "cvv", "cvv2", "security_code", "track1",
        "track2", "pin",
    ]

    /// Whether a field is named like card data, or any value is a card number.
    static func isIn(_ value: JSONValue) -> Bool {
        switch value {
        case .object(let members):
            members.contains {
                names.contains(QueryString.snakeCase($0.name)) || names.contains($0.name.lowercased()) || isIn($0.value)
            }
        case .array(let values): values.contains(where: isIn)
        case .string(let text), .number(let text): isCardNumber(text)
        case .null, .boolean: false
        }
    }

    /// 13 to 19 digits, with spaces or dashes between them, that pass the Luhn check (ISO/IEC 7812-1, annex B).
    static func isCardNumber(_ text: String) -> Bool {
        guard text.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == " " || $0 == "-") }) else { return false }
        let digits = text.compactMap(\.wholeNumberValue)
        guard (13...19).contains(digits.count) else { return false }
        let sum = digits.reversed().enumerated().reduce(0) { sum, digit in
            let (place, value) = digit
            guard !place.isMultiple(of: 2) else { return sum + value }
            return sum + (value > 4 ? value * 2 - 9 : value * 2)
        }
        return sum.isMultiple(of: 10)
    }
}
