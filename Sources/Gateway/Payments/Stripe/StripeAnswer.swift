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
        case _ where saysNothing(status): return .unknown(reason: "status \(status)")
        default: return .refused(reason: "status \(status) \(json["error"]?["code"]?.text ?? "")".trimmed)
        }
    }

    /// Whether a status says nothing of what was asked. With a wrong key nothing can be said of any charge: that is mended once for all,
    /// not an attempt at a time.
    static func saysNothing(_ status: Int) -> Bool { [401, 403, 409, 429].contains(status) || status >= 500 }

    /// The outcome that an object states.
    static func outcome(of object: JSONValue) -> PaymentOutcome {
        guard let id = object["id"]?.text, let currency = object["currency"]?.text, let state = object["status"]?.text
        else {
            return .unknown(reason: "answer not understood")
        }
        // A PaymentIntent says what it received; a Refund has nothing but its amount.
        let amount = object["amount_received"]?.integer ?? object["amount"]?.integer
        switch (state, amount) {
        case ("succeeded", let amount?), ("requires_capture", let amount?):
            let held = state == "requires_capture" ? object["amount_capturable"]?.integer ?? amount : amount
            return .paid(
                Payment(
                    reference: id, amountMinor: held, currency: currency, isHeld: state == "requires_capture"))
        case ("canceled", _): return .canceled
        // Of refunds alone.
        case ("pending", _): return .pending
        case ("failed", _): return .declined(code: object["failure_reason"]?.text ?? "failed")
        case ("requires_confirmation", _): return .open(reference: id)
        case ("requires_action", _):
            guard let secret = object["client_secret"]?.text else { return .unknown(reason: "answer not understood") }
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
        json["error"]?["decline_code"]?.text ?? json["error"]?["code"]?.text
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
        guard let id = object["id"]?.line, let status = object["status"]?.line, let currency = object["currency"]?.line,
            let amount = object["amount"]?.integer, let created = object["created"]?.integer
        else { return nil }
        return ListedObject(
            reference: id, paymentReference: object["payment_intent"]?.line, status: status, currency: currency,
            amountMinor: amount, receivedMinor: object["amount_received"]?.integer,
            capturableMinor: object["amount_capturable"]?.integer, shop: object["metadata"]?["shop"]?.line,
            refundKey: object["metadata"]?["refund_key"]?.line, created: created)
    }

    /// The code of a refusal.
    static func code(of body: [UInt8]) -> String? { (try? JSONParser.parse(body))?["error"]?["code"]?.text }

    private static func lastDecline(_ object: JSONValue) -> String? {
        object["last_payment_error"]?["decline_code"]?.text ?? object["last_payment_error"]?["code"]?.text
    }

    /// The page for the card's owner, as long as an address may be.
    private static func redirectURL(of object: JSONValue) -> String? {
        object["next_action"]?["redirect_to_url"]?["url"]?.text.flatMap { $0.utf8.count <= 4096 ? $0 : nil }
    }
}
