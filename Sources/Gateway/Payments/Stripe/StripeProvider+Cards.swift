import NIOHTTP1

/// Customers, PaymentMethods and SetupIntents.
extension StripeProvider: CardProvider {
    func makeCustomer(userID: Int64, shopID: String) async throws(CardError) -> String {
        let form = [("metadata[shop]", shopID), ("metadata[user]", String(userID))]
        let customer = try await object(.POST, "/v1/customers", form, key: "\(shopID)-customer-\(userID)")
        return try Self.text(customer["id"])
    }

    func setUp(customer: String) async throws(CardError) -> String {
        let form = [("customer", customer), ("payment_method_types[]", "card"), ("usage", "on_session")]
        return try Self.text(try await object(.POST, "/v1/setup_intents", form)["client_secret"])
    }

    func card(_ token: String) async throws(CardError) -> Card {
        try Self.card(of: try await object(.GET, "/v1/payment_methods/\(FormEncoding.escape(token))"))
    }

    func attach(_ token: String, to customer: String) async throws(CardError) -> Card {
        let path = "/v1/payment_methods/\(FormEncoding.escape(token))/attach"
        return try Self.card(of: try await object(.POST, path, [("customer", customer)]))
    }

    func detach(_ token: String) async throws(CardError) {
        do {
            _ = try await object(.POST, "/v1/payment_methods/\(FormEncoding.escape(token))/detach")
        } catch .refused {
            // It belongs to nobody, or is not there.
        }
    }

    private func object(
        _ method: HTTPMethod, _ path: String, _ form: [(String, String)] = [], key: String? = nil
    ) async throws(CardError) -> JSONValue {
        let answer: Answer
        do {
            answer = try await call(method, path, form, key: key)
        } catch {
            throw .unavailable(reason: Self.reason(error))
        }
        let json = (try? JSONParser.parse(answer.body)) ?? .null
        switch answer.status {
        case 200..<300: return json
        case _ where StripeAnswer.saysNothing(answer.status): throw .unavailable(reason: "status \(answer.status)")
        default: throw .refused(code: StripeAnswer.refusal(json) ?? "status \(answer.status)")
        }
    }

    private static func card(of object: JSONValue) throws(CardError) -> Card {
        let card = object["card"]
        guard let month = card?["exp_month"]?.integer, let year = card?["exp_year"]?.integer,
            (1...12).contains(month), (2000...2200).contains(year)
        else { throw .refused(code: "not_a_card") }
        return Card(
            token: try text(object["id"]), brand: String(try text(card?["brand"]).prefix(40)),
            last4: String(try text(card?["last4"]).prefix(4)), expiryMonth: Int(month), expiryYear: Int(year),
            fingerprint: try? text(card?["fingerprint"]), customer: try? text(object["customer"]))
    }

    /// A text that a column of ours can hold.
    private static func text(_ value: JSONValue?) throws(CardError) -> String {
        guard let text = value?.line, !text.isEmpty else {
            throw .unavailable(reason: "answer not understood")
        }
        return text
    }
}
