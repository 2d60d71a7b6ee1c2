import Postgres
import Testing

@testable import Gateway

/// What each type of field takes, and what it refuses.
struct FieldTypeTests {
    private static func value(_ type: FieldType, _ json: JSONValue) -> Value? {
        if case .success(let value) = type.parse(json) { value } else { nil }
    }

    @Test(arguments: [("1", 1), ("9223372036854775807", Int64.max)])
    func id_positiveInteger_isTaken(_ text: String, _ id: Int64) {
        #expect(Self.value(.id, .number(text)) == .integer(id))
    }

    @Test(arguments: ["0", "-1", "1.0", "1e3", "9223372036854775808"])
    func id_anythingElse_isRefused(_ text: String) {
        #expect(Self.value(.id, .number(text)) == nil)
        #expect(Self.value(.id, .string(text)) == nil, "numeric strings are not numbers")
    }

    @Test(arguments: ["0", "12.9", "12.90", "9999999999.99"])
    func money_twoDecimals_isTakenAsItIs(_ text: String) {
        #expect(Self.value(.money, .number(text)) == .text(text))
        #expect(Self.value(.money, .string(text)) == .text(text))
    }

    @Test(arguments: ["-1", "1.234", "1e2", "1.", ".5", "", " 1", "12345678901", "NaN", "1,5"])
    func money_anythingElse_isRefused(_ text: String) {
        #expect(Self.value(.money, .string(text)) == nil)
    }

    @Test(arguments: [
        ("a@b.co", true), ("noam.levi+x@example.com", true), ("נועם@example.co.il", true), ("a@b", false),
        ("@b.co", false),
        ("a@@b.co", false), ("a b@c.de", false), ("a@b..co", false), ("a@-b.c_o", false), ("", false),
    ])
    func email_shape_isChecked(_ text: String, _ isTaken: Bool) {
        #expect((Self.value(.email, .string(text)) != nil) == isTaken)
    }

    @Test(arguments: [
        ("Mami-2026!", true), ("סיסמה-2026", true), ("short1", false), ("onlyletters", false), ("1234567890", false),
        (String(repeating: "a1", count: 65), false),
    ])
    func password_rules_areApplied(_ text: String, _ isTaken: Bool) {
        #expect((Self.value(.password, .string(text)) != nil) == isTaken)
    }

    @Test(arguments: [
        ("2026-11-22", true), ("2024-02-29", true), ("2026-02-29", false), ("2026-13-01", false), ("2026-11-31", false),
        ("tomorrow", false), ("2026-1-1", false), ("0000-01-01", false), ("infinity", false),
    ])
    func date_calendar_isChecked(_ text: String, _ isTaken: Bool) {
        #expect((Self.value(.date, .string(text)) != nil) == isTaken)
    }

    @Test(arguments: [
        ("2026-11-22T10:15:00Z", true), ("2026-11-22T10:15:00.123+02:00", true), ("2026-11-22T24:00:00Z", false),
        ("2026-11-22T10:15:00", false), ("2026-11-22 10:15:00Z", false), ("now", false),
        ("2026-02-30T10:15:00Z", false),
        ("2026-11-22T10:15:60Z", false), ("2026-11-22T10:15:00+25:00", false),
    ])
    func timestamp_rfc3339_isChecked(_ text: String, _ isTaken: Bool) {
        #expect((Self.value(.timestamp, .string(text)) != nil) == isTaken)
    }

    @Test(arguments: [FieldType.text(1...10), .email, .password, .choice(["a"]), .date])
    func text_withNUL_isRefused(_ type: FieldType) {
        #expect(Self.value(type, .string("a\0")) == nil)
    }

    @Test func text_limits_areInCharacters() {
        #expect(Self.value(.text(1...3), .string("חלב")) != nil)
        #expect(Self.value(.text(1...3), .string("milk")) == nil)
        #expect(Self.value(.text(1...3), .string("  ")) == nil)
        #expect(Self.value(.text(1...3), .number("1")) == nil)
    }
}
