import Foundation

/// POST /webhooks/payments: an event of the provider is verified, made durable, and only then answered with 2xx.
struct WebhookHandler: Sendable {
    let calls: PaymentCalls
    let signature: WebhookSignature

    /// Takes one event. Its body is signed as it is, so nobody has looked into it before.
    func receive(_ call: Call) async throws -> Answer {
        let body = call.rawBody
        guard let header = call.headers[.stripeSignature],
            signature.isValid(header, body: body, now: Int(Date().timeIntervalSince1970))
        else { throw APIError(.invalidSignature) }
        guard let event = try? JSONParser.parse(body), let id = Self.text(event["id"]),
            let kind = Self.text(event["type"]), !Self.hasNull(body)
        else { throw APIError.validation([.init(field: "body", message: "is no event")]) }
        let object = event["data"]?["object"]
        let outcome = try await calls.receive(
            PaymentCalls.Event(
                provider: StripeProvider.name,
                id: id,
                kind: kind,
                objectReference: Self.text(object?["id"]),
                shop: Self.text(object?["metadata"]?["shop"]),
                attemptKey: Self.text(object?["metadata"]?["checkout_attempt"]).flatMap { UUID(uuidString: $0) },
                amountMinor: Self.amount(object).flatMap { Int64($0) },
                about: PaymentCalls.About(
                    paymentReference: Self.text(object?["payment_intent"]),
                    refundKey: Self.text(object?["metadata"]?["refund_key"]),
                    status: Self.text(object?["status"]),
                    reason: Self.text(object?["reason"])
                ),
                payload: String(decoding: body, as: UTF8.self)
            ), call.context)
        return .json("{\"data\":{\"outcome\":\(JSONText.quoted(outcome))}}")
    }

    /// Whether there is a character 0 in a body, as it is or escaped: no text of PostgreSQL can hold one.
    private static func hasNull(_ body: [UInt8]) -> Bool {
        body.contains(0) || String(decoding: body, as: UTF8.self).contains("\\u0000")
    }

    /// A text that a column of ours can hold.
    private static func text(_ value: JSONValue?) -> String? {
        guard case .string(let text)? = value, text.utf8.count <= 255, !text.unicodeScalars.contains("\0") else {
            return nil
        }
        return text
    }

    private static func number(_ value: JSONValue?) -> String? {
        if case .number(let text)? = value { text } else { nil }
    }

    /// What a payment took, or, while it has taken nothing, what it holds.
    private static func amount(_ object: JSONValue?) -> String? {
        // A refund and a dispute have one amount.
        if object?["payment_intent"] != nil { return number(object?["amount"]) }
        let taken = number(object?["amount_received"])
        return taken == "0" ? number(object?["amount_capturable"]) ?? taken : taken
    }
}
