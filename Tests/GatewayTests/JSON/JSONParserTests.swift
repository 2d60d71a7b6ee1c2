import Testing

@testable import Gateway

/// The strict parser.
struct JSONParserTests {
    @Test(arguments: [
        ("null", "null"), (" true ", "true"), ("-0.50e+3", "-0.50e+3"), ("\"a\\u00e9\\n\"", "\"aé\\n\""),
        ("\"\\ud83d\\ude00\"", "\"😀\""), ("[1, 2 ,3]", "[1,2,3]"), ("{\"b\":1,\"a\":{}}", "{\"a\":{},\"b\":1}"),
        ("[]", "[]"),
    ])
    func parse_validText_isItsValue(_ text: String, _ canonical: String) throws {
        #expect(try JSONParser.parse(Array(text.utf8)).canonicalText == canonical)
    }

    @Test(arguments: [
        "", " ", "nul", "01", "1.", ".5", "+1", "1e", "--1", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\u{1}\"",
        "[1,]",
        "[1 2]", "{a:1}", "{\"a\":1,}", "{\"a\":1,\"a\":2}", "{\"a\"}", "1 1", "NaN", "'a'", "{\"a\":1}}",
    ])
    func parse_invalidText_isRefused(_ text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test func parse_invalidUTF8_isRefused() {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
    }

    @Test func parse_deepNesting_isRefusedInsteadOfOverflowing() {
        let text = String(repeating: "[", count: 100_000)
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Array(text.utf8)) }
    }

    @Test(arguments: [("a\"b\\", #""a\"b\\""#), ("\u{1}\n", #""\u0001\n""#), ("חלב", "\"חלב\"")])
    func quoted_text_isJSON(_ text: String, _ json: String) {
        #expect(JSONText.quoted(text) == json)
    }
}
