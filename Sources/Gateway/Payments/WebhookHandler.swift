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
        guard let event = try? JSONParser.parse(body), let id = event["id"]?.line,
            let kind = event["type"]?.line, !body.contains(0)
        else { throw APIError.validation([.init(field: "body", message: "is no event")]) }
        let object = event["data"]?["object"]
        let outcome = try await calls.receive(
            PaymentCalls.Event(
                provider: StripeProvider.name,
                id: id,
                kind: kind,
                objectReference: object?["id"]?.line,
                shop: object?["metadata"]?["shop"]?.line,
                attemptKey: object?["metadata"]?["checkout_attempt"]?.line.flatMap { UUID(uuidString: $0) },
                amountMinor: Self.amount(object).flatMap { Int64($0) },
                about: PaymentCalls.About(
                    paymentReference: object?["payment_intent"]?.line,
                    refundKey: object?["metadata"]?["refund_key"]?.line,
                    status: object?["status"]?.line,
                    reason: object?["reason"]?.line
                ),
                payload: String(decoding: body, as: UTF8.self)
            ), call.context)
        return .json("{\"data\":{\"outcome\":\(JSONText.quoted(outcome))}}")
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
