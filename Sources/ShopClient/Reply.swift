import Foundation

/// An answer of the gateway.
package struct Reply: Sendable {
    package let status: Int
    /// Seconds; 0 where the answer does not say.
    package let retryAfter: Int
    package let body: Data

    /// The object under `data`.
    package func data<Value: Decodable>(as type: Value.Type) throws -> Value {
        try Self.decoder.decode(Envelope<Value>.self, from: body).data
    }

    /// The error's code; empty for an answer that is none.
    package var errorCode: String {
        (try? Self.decoder.decode(ErrorEnvelope.self, from: body))?.error.code ?? ""
    }

    /// The error's details.
    package func details<Value: Decodable>(as type: Value.Type) throws -> Value {
        try Self.decoder.decode(DetailsEnvelope<Value>.self, from: body).error.details
    }

    private struct Envelope<Value: Decodable>: Decodable { let data: Value }
    private struct ErrorEnvelope: Decodable {
        struct Body: Decodable { let code: String }
        let error: Body
    }
    private struct DetailsEnvelope<Value: Decodable>: Decodable {
        struct Body: Decodable { let details: Value }
        let error: Body
    }
    package static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }()
}
