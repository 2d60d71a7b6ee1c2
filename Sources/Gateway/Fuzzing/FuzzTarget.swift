import Foundation
import HTTPTypes

/// What reads bytes from outside, each by itself, for whoever wants to see it fall: the program `fuzz` and the tests.
package enum FuzzTarget: String, CaseIterable, Sendable {
    /// A body as JSON.
    case json
    /// A query.
    case query
    /// Query and body of a route, chosen by the first byte; a line feed is between them.
    case input
    /// `Stripe-Signature`, a line feed, and the body.
    case signature
    /// An address from `X-Forwarded-For`.
    case address
    /// `Idempotency-Key`.
    case key

    private static let now = 1_700_000_000

    /// Reads the bytes; whether they were accepted. Whatever they are, it comes back.
    @discardableResult
    package func read(_ bytes: [UInt8]) -> Bool {
        switch self {
        case .json: return (try? JSONParser.parse(bytes)) != nil
        case .query: return QueryString.parse(String(decoding: bytes, as: UTF8.self)) != nil
        case .input: return Self.readInput(bytes)
        case .signature:
            let (header, body) = Self.lines(bytes)
            return WebhookSignature(secrets: ["whsec_fuzz"], tolerance: 300)
                .isValid(String(decoding: header, as: UTF8.self), body: body, now: Self.now)
        case .address: return ClientAddress.network(of: String(decoding: bytes, as: UTF8.self)) != "unknown"
        case .key:
            var headers = HTTPFields()
            headers.append(HTTPField(name: .idempotencyKey, value: String(decoding: bytes, as: UTF8.self)))
            return (try? IdempotencyKey.required(in: headers)) != nil
        }
    }

    private static func readInput(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return false }
        let route = RouteTable.all[Int(first) % RouteTable.all.count]
        let (query, body) = lines(Array(bytes.dropFirst()))
        var reader = InputReader(lists: .init(defaultLimit: 50, maximumLimit: 200))
        reader.readQuery(String(decoding: query, as: UTF8.self), route.query)
        if !body.isEmpty {
            guard let value = try? JSONParser.parse(body) else { return false }
            reader.readBody(value, route.body)
        }
        return reader.problems.isEmpty
    }

    /// What is before the first line feed, and what is after it.
    private static func lines(_ bytes: [UInt8]) -> ([UInt8], [UInt8]) {
        let end = bytes.firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
        return (Array(bytes[..<end]), Array(bytes[end...].dropFirst()))
    }
}
