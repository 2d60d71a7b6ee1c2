import Testing

@testable import Gateway

/// Card data is seen wherever it stands.
struct CardDataTests {
    /// Digits of theirs pass the check, in a run that begins as a card network's.
    @Test(arguments: ["313874cd-dfbc-423d-b246-548991270564", "313874CD-DFBC-423D-B246-548991270564"])
    func uuid_isNoCardNumber(_ text: String) {
        #expect(!CardData.isCardNumber(text))
        #expect(CardData.isCardNumber("order " + text), "its digits alone are told from none")
    }

    @Test(arguments: [
        "4242424242424242", "4242 4242 4242 4242", "5555-5555-5555-4444", "378282246310005", "4242.4242.4242.4242",
        "4242/4242/4242/4242", "4242\u{A0}4242\u{A0}4242\u{A0}4242", "4242\t4242\t4242\t4242",
        "4242\u{200B}4242\u{200B}4242\u{200B}4242", "４２４２４２４２４２４２４２４２", "٤٢٤٢٤٢٤٢٤٢٤٢٤٢٤٢", "card 4242424242424242",
        "pm_4242424242424242", "a4111111-1111-1111-1abc-def01234567", "call me: 4242 4242 4242 4242, thanks",

    ])
    func number_thatPassesLuhn_isACard(_ text: String) {
        #expect(CardData.isCardNumber(text))
    }

    @Test func timeAsAKey_isNone_aCardAsAKeyIs() {
        // Each tenth of them passes the check.
        for nanoseconds in 1_790_000_000_000_000_000..<1_790_000_000_000_000_100 {
            #expect(!CardData.isCardNumber("\(nanoseconds)"))
        }
        #expect(CardData.isCardNumber("4242424242424242") && CardData.isCardNumber("order 4242-4242-4242-4242"))
    }

    @Test(arguments: [
        "4242424242424241", "424242424242", "pm_card_visa", "", "42424242424242424242", "+972 50 123 4567",
        "a4111111-1111-1111-1abc-def012345678", "A4111111-1111-1111-1ABC-DEF012345678",
        "7299963851085", "4006381333931", "9999999999999995", "damaged 7293770522930", "order 9999999999999995",
        "4242 4242 a 4242 4242", "12 Herzl St, 6120101 Tel Aviv",
    ])
    func otherText_isNone(_ text: String) {
        #expect(!CardData.isCardNumber(text))
    }

    @Test(arguments: [
        "{\"provider_token\":\"4242424242424242\"}", "{\"brand\":4242424242424242}",
        "{\"a\":[{\"b\":\"4242 4242 4242 4242\"}]}",
        "{\"card_number\":\"x\"}", "{\"cardNumber\":\"x\"}", "{\"cvc\":\"123\"}", "{\"CVV\":1}", "{\"card\":{}}",
    ])
    func body_withCardData_isSeen(_ body: String) throws {
        #expect(CardData.isIn(try JSONParser.parse(Array(body.utf8)), looksAtNames: true))
    }

    @Test func body_withAToken_isFine() throws {
        let body = "{\"provider_token\":\"pm_1Nv0\",\"brand\":\"visa\",\"last4\":\"4242\",\"exp_year\":2030}"
        #expect(!CardData.isIn(try JSONParser.parse(Array(body.utf8)), looksAtNames: true))
    }

    @Test func names_countWhereTheyAreAsked_andNumbersEverywhere() throws {
        #expect(!CardData.isIn(try JSONParser.parse(Array("{\"number\":\"7\"}".utf8)), looksAtNames: false))
        #expect(
            CardData.isIn(
                try JSONParser.parse(Array("{\"reason\":\"4242424242424242\"}".utf8)), looksAtNames: false))
    }

    @Test(arguments: [
        "q=4242424242424242", "limit=5&q=4242+4242+4242+4242", "q=%34242424242424242", "q=card%204242-4242-4242-4242",
    ])
    func query_withACardNumber_isSeen(_ query: String) {
        #expect(CardData.isInQuery(query))
    }

    @Test(arguments: [nil, "", "q=milk", "product_id=17&branch_id=4242424242", "q=4242&x=424242424242"])
    func queryWithout_isNot(_ query: String?) {
        #expect(!CardData.isInQuery(query))
    }
}
