import Testing

@testable import Postgres

/// What goes over the wire, and what must never be shown.
struct ValueTests {
    @Test(arguments: [
        (Value.null, nil), (.text("a'b"), "a'b"), (.integer(-5), "-5"), (.boolean(true), "true"),
        (.boolean(false), "false"),
        (.bytes([0, 15, 255]), "\\x000fff"), (Value(String?.none), nil), (Value(Int64?(7)), "7"),
    ])
    func wireText_value_isPostgreSQLsText(_ value: Value, _ text: String?) {
        #expect(value.wireText == text)
    }

    @Test(arguments: [("", [UInt8]()), ("00ff", [0, 255]), ("ABcd", [171, 205])])
    func hex_evenDigits_areBytes(_ text: String, _ bytes: [UInt8]) {
        #expect(Hex.decode(Array(text.utf8)) == bytes)
    }

    @Test(arguments: ["0", "0g", "zz", "\u{10}\u{10}", "+5"])
    func hex_anythingElse_isRefused(_ text: String) {
        #expect(Hex.decode(Array(text.utf8)) == nil)
    }

    @Test func description_serverError_quotesNothingOfIt() {
        var error = PostgresError(kind: .server, message: "duplicate key (secret@example.com)")
        error.sqlState = .uniqueViolation
        error.detail = "Key (email)=(secret@example.com) already exists."
        #expect("\(error) \(String(reflecting: error))" == "PostgresError(server, 23505) PostgresError(server, 23505)")
    }

    @Test(arguments: [
        ("40001", true, false), ("40P01", true, false), ("57P01", false, true), ("53300", false, true),
        ("08006", false, true),
        ("23505", false, false), ("57014", false, false),
    ])
    func classes_sqlState_sayWhatToDo(_ code: String, _ isRetryable: Bool, _ isUnavailable: Bool) {
        var error = PostgresError(kind: .server, message: "")
        error.sqlState = SQLState(rawValue: code)
        #expect(error.isRetryable == isRetryable)
        #expect(error.isUnavailable == isUnavailable)
    }
}
