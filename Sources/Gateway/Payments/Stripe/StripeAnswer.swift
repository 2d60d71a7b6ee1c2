/// What an answer of the Stripe API means (API reference: errors, PaymentIntent, Refund). No I/O, so that every case is
/// tested without a provider.
enum StripeAnswer {
    /// The outcome of a call for a PaymentIntent or a Refund.
    static func outcome(status: Int, body: [UInt8]) -> PaymentOutcome {
        let json = (try? JSONParser.parse(body)) ?? .null
        switch status {
        case 200..<300: return outcome(of: json)
        case 402:
            return .declined(code: refusal(json) ?? "card_declined")
        // With a wrong key nothing can be said of any charge. That is mended once for all, not an attempt at a time.
        case 401, 403, 409, 429, 500...: return .unknown(reason: "status \(status)")
        default: return .refused(reason: "status \(status) \(text(json["error"]?["code"]) ?? "")".trimmed)
        }
    }

    /// The outcome that an object states.
    static func outcome(of object: JSONValue) -> PaymentOutcome {
        guard let id = text(object["id"]), let currency = text(object["currency"]), let state = text(object["status"])
        else {
            return .unknown(reason: "answer not understood")
        }
        // A PaymentIntent says what it received; a Refund has nothing but its amount.
        let amount = integer(object["amount_received"]) ?? integer(object["amount"])
        switch (state, amount) {
        case ("succeeded", let amount?), ("requires_capture", let amount?):
            let held = state == "requires_capture" ? integer(object["amount_capturable"]) ?? amount : amount
            return .paid(
                Payment(
                    reference: id, amountMinor: held, currency: currency, isHeld: state == "requires_capture"))
        case ("canceled", _): return .canceled
        // Of refunds alone.
        case ("pending", _): return .pending
        case ("failed", _): return .declined(code: text(object["failure_reason"]) ?? "failed")
        case ("requires_confirmation", _): return .open(reference: id)
        case ("requires_action", _):
            guard let secret = text(object["client_secret"]) else { return .unknown(reason: "answer not understood") }
            return .actionRequired(
                PaymentAction(reference: id, clientSecret: secret, redirectURL: redirectURL(of: object)))
        case ("requires_payment_method", _): return .declined(code: lastDecline(object) ?? "card_declined")
        default: return .unknown(reason: "state \(state)")
        }
    }

    /// The objects of a list or a search; nil if it is none.
    static func objects(of body: [UInt8]) -> [JSONValue]? {
        guard case .array(let objects)? = (try? JSONParser.parse(body))?["data"] else { return nil }
        return objects
    }

    /// The code of a refusal, the bank's before the provider's.
    static func refusal(_ json: JSONValue) -> String? {
        text(json["error"]?["decline_code"]) ?? text(json["error"]?["code"])
    }

    /// A page of a list of payments, refunds or disputes; nil if it is none.
    static func listing(of body: [UInt8]) -> Listing? {
        guard let json = try? JSONParser.parse(body), case .array(let data)? = json["data"],
            case .boolean(let hasMore)? = json["has_more"]
        else { return nil }
        let objects = data.compactMap(listed)
        // Of one that is left out nobody would know.
        guard objects.count == data.count, !hasMore || !objects.isEmpty else { return nil }
        return .page(objects, hasMore: hasMore)
    }

    private static func listed(_ object: JSONValue) -> ListedObject? {
        guard let id = line(object["id"]), let status = line(object["status"]), let currency = line(object["currency"]),
            let amount = integer(object["amount"]), let created = integer(object["created"])
        else { return nil }
        return ListedObject(
            reference: id, paymentReference: line(object["payment_intent"]), status: status, currency: currency,
            amountMinor: amount, receivedMinor: integer(object["amount_received"]),
            capturableMinor: integer(object["amount_capturable"]), shop: line(object["metadata"]?["shop"]),
            refundKey: line(object["metadata"]?["refund_key"]), created: created)
    }

    /// A text that a column of ours can hold.
    private static func line(_ value: JSONValue?) -> String? {
        text(value).flatMap { $0.utf8.count <= 255 && !$0.unicodeScalars.contains("\0") ? $0 : nil }
    }

    /// The code of a refusal.
    static func code(of body: [UInt8]) -> String? { text((try? JSONParser.parse(body))?["error"]?["code"]) }

    private static func lastDecline(_ object: JSONValue) -> String? {
        text(object["last_payment_error"]?["decline_code"]) ?? text(object["last_payment_error"]?["code"])
    }

    /// The page for the card's owner, as long as an address may be.
    private static func redirectURL(of object: JSONValue) -> String? {
        text(object["next_action"]?["redirect_to_url"]?["url"]).flatMap { $0.utf8.count <= 4096 ? $0 : nil }
    }

    private static func text(_ value: JSONValue?) -> String? {
        if case .string(let text)? = value { text } else { nil }
    }

    private static func integer(_ value: JSONValue?) -> Int64? {
        if case .number(let text)? = value { Int64(text) } else { nil }
    }
}
