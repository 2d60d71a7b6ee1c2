import Testing

@testable import Gateway

/// Text that is made to be slow, or to pass for another.
struct HostileTextTests {
    /// Marks whose order Unicode would have to sort: comparing, hashing and counting such a text costs quadratic time.
    private static let marks = String(repeating: "\u{301}\u{323}", count: 80_000)

    /// What a linear look at a megabyte may take here, many times over; the quadratic one takes minutes.
    private static func isQuick(_ work: () -> Void) -> Bool {
        ContinuousClock().measure(work) < .seconds(1)
    }

    private static func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

    @Test func longName_isRefused_beforeItIsCompared() {
        let body = Self.bytes("{\"a\(Self.marks)\":1,\"a\(Self.marks)\":2}")
        let isQuick = Self.isQuick { #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(body) } }
        #expect(isQuick)
    }

    @Test(arguments: [
        FieldType.text(1...200), .note(1...500), .password, .secret(128), .email, .phone, .choice(["PICKUP"]), .id,
        .money,
        .date, .timestamp, .boolean, .digits(4), .decimal(-90...90), .amount(hundredths: 0...1), .timeOfDay, .link(100),
    ])
    func longText_isRefused_beforeItIsCounted(_ type: FieldType) {
        let text = "a" + Self.marks
        let isQuick = Self.isQuick {
            guard case .failure = type.parse(text) else {
                Issue.record("taken")
                return
            }
        }
        #expect(isQuick)
    }

    @Test func longQuery_isRefused() {
        let isQuick = Self.isQuick { #expect(QueryString.parse("a" + Self.marks + "=1") == nil) }
        #expect(isQuick)
        #expect(QueryString.parse(String(repeating: "a=1&", count: 65)) == nil)
        #expect(QueryString.parse(String(repeating: "a=1&", count: 64)) != nil)
    }

    @Test func names_areToldApartByTheirBytes() throws {
        let value = try JSONParser.parse(Self.bytes("{\"\u{E9}\":1,\"e\u{301}\":2}"))
        #expect(value["e\u{301}"] == .number("2"))
        #expect(value["\u{E9}"] == .number("1"))
    }

    @Test func kelvinSign_isNoK() {
        guard case .failure = FieldType.choice(["DELIVERY", "PICKUP"]).parse("PIC\u{212A}UP") else {
            Issue.record("taken")
            return
        }
    }

    @Test(arguments: [
        "1e401", "1e200000", "1e-401", "1e99999999999999999999", "1" + String(repeating: "0", count: 64),
    ])
    func number_thatNoColumnHolds_isNoJSON(_ text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Self.bytes("[\(text)]")) }
    }

    @Test(arguments: ["1e400", "-0.5E-12", "123456789.25"])
    func number_ofUse_isTakenAsItIs(_ text: String) throws {
        #expect(try JSONParser.parse(Self.bytes(text)) == .number(text))
    }

    @Test func values_areCounted() throws {
        func array(_ count: Int) -> [UInt8] {
            Self.bytes("[" + Array(repeating: "1", count: count).joined(separator: ",") + "]")
        }
        _ = try JSONParser.parse(array(JSONLimits.values - 1))
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(array(JSONLimits.values)) }
    }

    @Test(arguments: ["\\u{0009}", "\\u00+1", "\\u-001", "\\u１２３４"])
    func escape_thatIsNone_isRefused(_ escape: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONParser.parse(Self.bytes("\"\(escape)\"")) }
    }

    @Test(arguments: [
        "a\u{7}b", "a\nb", "a\tb", "\u{202E}evil", "a\u{2066}b", "a\u{200F}b", "a\u{2028}b", "\u{FEFF}a", "a\u{85}b",
    ])
    func controlsAndMarksOfDirection_haveNoPlaceInALine(_ text: String) {
        guard case .failure = FieldType.text(1...200).parse(text) else {
            Issue.record("taken")
            return
        }
    }

    @Test(arguments: ["נועם לוי", "Zoë O'Neil-Müller", "👩‍🍳 chef", "מע״מ 17%"])
    func names_ofPeople_areTaken(_ text: String) {
        guard case .success = FieldType.text(1...200).parse(text) else {
            Issue.record("refused")
            return
        }
    }

    @Test func note_hasLines_andNoOtherControls() {
        func isTaken(_ text: String) -> Bool {
            if case .success = FieldType.note(1...100).parse(text) { true } else { false }
        }
        #expect(isTaken("first\n\tsecond"))
        #expect(!isTaken("first\u{1B}[31m"))
    }

    @Test func errors_ofOneAnswer_areBounded() throws {
        let members = (0..<5000).map { "\"x\($0)\":1" }.joined(separator: ",")
        let route = Route.post("/things", .everybody, "api.thing_make", body: .json([.required("a", .id)]))
        let body = try JSONParser.parse(Self.bytes("{\(members)}"))
        let error = #expect(throws: APIError.self) {
            try Input(
                .init(body: body), for: route, lists: Configuration.Lists(defaultLimit: 50, maximumLimit: 200))
        }
        #expect((error?.details.utf8.count ?? 0) < 10_000)
    }
}
