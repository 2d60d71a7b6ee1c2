import Foundation
import Hummingbird
import Postgres

/// POST /webhooks/payments: an event of the provider is verified, made durable, and only then answered with 2xx.
struct WebhookHandler: Sendable {
    let database: any Database
    let signature: WebhookSignature
    let bodyLimit: Int

    /// Takes one event.
    func receive(_ request: Request, _ context: GatewayContext) async throws -> Response {
        let body = Array(try await RequestBodyReader.bytes(of: request, limit: bodyLimit).readableBytesView)
        guard let header = request.headers[.stripeSignature],
            signature.isValid(header, body: body, now: Int(Date().timeIntervalSince1970))
        else { throw APIError.invalidSignature }
        guard let event = try? JSONParser.parse(body), let id = Self.text(event["id"]),
            let kind = Self.text(event["type"]), !body.contains(0)
        else { throw APIError.validation([.init(field: "body", message: "is no event")]) }
        let object = event["data"]?["object"]
        let result = try await database.retrying(
            Statements.webhookReceive,
            [
                .text(context.requestID), .text(StripeProvider.name), .text(id), .text(kind),
                Value(Self.text(object?["id"])),
                Self.integer(Self.text(object?["metadata"]?["checkout_attempt"])),
                Self.integer(Self.amount(object)),
                .text(String(decoding: body, as: UTF8.self)),
            ]
        )
        guard let outcome = try result.first?.text("outcome") else { throw PostgresError.emptyAnswer }
        return .json("{\"data\":{\"outcome\":\(JSONText.quoted(outcome))}}", status: .ok)
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
        let taken = number(object?["amount_received"])
        return taken == "0" ? number(object?["amount_capturable"]) ?? taken : taken
    }

    private static func integer(_ text: String?) -> Value {
        text.flatMap { Int64($0) }.map { .integer($0) } ?? .null
    }
}
