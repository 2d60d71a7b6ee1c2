import AsyncHTTPClient
import Foundation
import NIOCore
import NIOFoundationCompat

/// A client of the shop's API, for programs that shop.
package struct ShopClient: Sendable {
    package let baseURL: String
    let client: HTTPClient
    let timeout: TimeAmount
    /// Told of every answer.
    let onReply: @Sendable (Reply) -> Void
    package var accessToken: String?

    package init(
        baseURL: String,
        client: HTTPClient,
        timeout: TimeAmount = .seconds(60),
        accessToken: String? = nil,
        onReply: @escaping @Sendable (Reply) -> Void = { _ in }
    ) {
        self.baseURL = baseURL
        self.client = client
        self.timeout = timeout
        self.accessToken = accessToken
        self.onReply = onReply
    }

    /// One call. A 503 is waited out and tried again with the same key, as a client should.
    package func call(
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)? = nil,
        idempotencyKey: String? = nil
    ) async throws -> Reply {
        for _ in 0..<10 {
            let reply = try await callOnce(method, path, body, idempotencyKey: idempotencyKey)
            guard reply.status == 503 else { return reply }
            try await Task.sleep(for: .seconds(max(1, reply.retryAfter)))
        }
        return try await callOnce(method, path, body, idempotencyKey: idempotencyKey)
    }

    /// One call, answered as it is.
    package func callOnce(
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)? = nil,
        idempotencyKey: String? = nil
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
        let response = try await client.execute(request, timeout: timeout)
        let buffer = try await response.body.collect(upTo: 16 << 20)
        let reply = Reply(
            status: Int(response.status.code),
            retryAfter: response.headers.first(name: "Retry-After").flatMap { Int($0) } ?? 0,
            body: Data(buffer: buffer)
        )
        onReply(reply)
        return reply
    }
}
