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

    @Test(arguments: [
        ("0", "0.00"), ("12.9", "12.90"), ("12.90", "12.90"), ("5", "5.00"), ("5.05", "5.05"), ("007", "7.00"),
        ("9999999999.99", "9999999999.99"),
    ])
    func money_hasOneSpelling(_ text: String, _ spelled: String) {
        #expect(Self.value(.money, .number(text)) == .text(spelled))
        #expect(Self.value(.money, .string(text)) == .text(spelled))
    }

    @Test(arguments: ["\u{200B}", "a\u{2060}b", "\u{3164}", "\u{2800}", "\u{E0041}", "a\u{AD}b", "\u{FEFF}a"])
    func text_thatShowsNothing_isRefused(_ text: String) {
        #expect(Self.value(.text(1...200), .string(text)) == nil)
    }

    @Test(arguments: ["-1", "1.234", "1e2", "1.", ".5", "", " 1", "12345678901", "NaN", "1,5"])
    func money_anythingElse_isRefused(_ text: String) {
        #expect(Self.value(.money, .string(text)) == nil)
    }

    @Test(arguments: [
        ("0.01", true), ("12.9", true), ("99999.99", true), ("1", true), ("0", false), ("0.00", false),
        ("100000", false), ("99999.999", false), ("-1", false), ("", false), ("1e2", false), ("9999999999.99", false),
    ])
    func amount_bounds_areChecked(_ text: String, _ isTaken: Bool) {
        let type = FieldType.amount(hundredths: 1...9_999_999)
        #expect((Self.value(type, .string(text)) != nil) == isTaken)
        #expect((Self.value(type, .number(text)) != nil) == isTaken)
    }

    @Test func amount_refusal_tellsTheBounds() {
        guard case .failure(let refusal) = FieldType.amount(hundredths: 5...1_000_050).parse(.string("x")) else {
            Issue.record("taken")
            return
        }
        #expect(refusal.message == "must be from 0.05 to 10000.50, with at most two decimals")
    }

    @Test(arguments: [
        ("00:00", true), ("06:30", true), ("23:59", true), ("24:00", true), ("24:01", false), ("7:00", false),
        ("07:60", false), ("07:00:00", false), ("noon!", false), ("07-00", false), ("", false),
    ])
    func timeOfDay_clock_isChecked(_ text: String, _ isTaken: Bool) {
        #expect((Self.value(.timeOfDay, .string(text)) != nil) == isTaken)
    }

    @Test(arguments: [
        ("https://images.example/milk.webp", true), ("http://images.example/1", true), ("/milk.webp", true),
        ("javascript:alert(1)", false), ("data:text/html,x", false), ("milk.webp", false), ("", false),
        ("https://a\u{202E}b", false), ("https://" + String(repeating: "x", count: 100), false),
    ])
    func link_scheme_isChecked(_ text: String, _ isTaken: Bool) {
        #expect((Self.value(.link(100), .string(text)) != nil) == isTaken)
    }

    @Test func document_keepsWhatItsWriterLikes_asFarAsItCanBeKept() throws {
        func document(_ text: String) throws -> Value? {
            Self.value(.document(100), try JSONParser.parse(Array(text.utf8)))
        }
        #expect(try document(#"{"fat_g": 1.7, "per": "100 g", "of": {"b": [1, null, true]}}"#) != nil)
        #expect(try document("{}") == .text("{}"))
        #expect(try document(#"{"a\u0000": 1}"#) == nil)
        #expect(try document(#"{"a": "\u0000"}"#) == nil)
        #expect(try document(#"{"a": 1e400}"#) == nil, "PostgreSQL would refuse it, or write 400 digits")
        #expect(try document("[1]") == nil)
        #expect(try document(#"{"a": ""# + String(repeating: "x", count: 100) + #""}"#) == nil)
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
