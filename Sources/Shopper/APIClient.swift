import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat

/// An answer of the gateway.
struct Reply: Sendable {
    let status: Int
    let retryAfter: Int
    let body: Data

    /// The object under `data`.
    func data<Value: Decodable>(as type: Value.Type) throws -> Value {
        try Self.decoder.decode(Envelope<Value>.self, from: body).data
    }

    /// The error's code; empty for an answer that is none.
    var errorCode: String {
        (try? Self.decoder.decode(ErrorEnvelope.self, from: body))?.error.code ?? ""
    }

    /// The error's details.
    func details<Value: Decodable>(as type: Value.Type) throws -> Value {
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
    static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }()
}

/// Calls the gateway and counts what it answers.
struct APIClient: Sendable {
    let baseURL: String
    let client: HTTPClient
    let report: Report
    var accessToken: String?

    /// One call. A 503 is waited out and tried again with the same key, as a client should; it is counted.
    func call(
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Reply {
        for _ in 0..<10 {
            let reply = try await callOnce(method, path, body, idempotencyKey)
            guard reply.status == 503 else { return reply }
            try await Task.sleep(for: .seconds(max(1, reply.retryAfter)))
        }
        return try await callOnce(method, path, body, idempotencyKey)
    }

    /// One call, answered as it is.
    func callOnce(
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)?,
        _ idempotencyKey: String?
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "\(baseURL)/api/v1\(path)")
        request.method = .RAW(value: method)
        if let accessToken { request.headers.add(name: "Authorization", value: "Bearer \(accessToken)") }
        if let idempotencyKey { request.headers.add(name: "Idempotency-Key", value: idempotencyKey) }
        if let body {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(data: try encoder.encode(body)))
        }
        let response = try await client.execute(request, timeout: .seconds(60))
        let buffer = try await response.body.collect(upTo: 16 << 20)
        let reply = Reply(
            status: Int(response.status.code),
            retryAfter: response.headers.first(name: "Retry-After").flatMap { Int($0) } ?? 0,
            body: Data(buffer: buffer)
        )
        report.count(reply)
        return reply
    }
}
