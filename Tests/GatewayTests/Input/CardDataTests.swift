import Testing

@testable import Gateway

/// Card data is seen wherever it stands.
struct CardDataTests {
    @Test(arguments: ["4242424242424242", "4242 4242 4242 4242", "5555-5555-5555-4444", "378282246310005"])
    func number_thatPassesLuhn_isACard(_ text: String) {
        #expect(CardData.isCardNumber(text))
    }

    @Test(arguments: ["4242424242424241", "424242424242", "pm_card_visa", "", "42424242424242424242"])
    func otherText_isNone(_ text: String) {
        #expect(!CardData.isCardNumber(text))
    }

    @Test(arguments: [
        "{\"provider_token\":\"4242424242424242\"}", "{\"brand\":4242424242424242}",
        "{\"a\":[{\"b\":\"4242 4242 4242 4242\"}]}",
        "{\"card_number\":\"x\"}", "{\"cardNumber\":\"x\"}", "{\"cvc\":\"123\"}", "{\"CVV\":1}", "{\"card\":{}}",
    ])
    func body_withCardData_isSeen(_ body: String) throws {
        #expect(CardData.isIn(try JSONParser.parse(Array(body.utf8))))
    }

    @Test func body_withAToken_isFine() throws {
        let body = "{\"provider_token\":\"pm_1Nv0\",\"brand\":\"visa\",\"last4\":\"4242\",\"exp_year\":2030}"
        #expect(!CardData.isIn(try JSONParser.parse(Array(body.utf8))))
    }
}
