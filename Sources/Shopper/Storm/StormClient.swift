import AsyncHTTPClient
import Foundation
import NIOCore

/// Calls any gateway that answers; a call that breaks is repeated at the next one, with the same key.
struct StormClient: Sendable {
    let gateways: [String]
    let client: HTTPClient
    let log: StormLog
    var accessToken: String?

    /// One call, until somebody answers it with something else than "not now"; nil when nobody has until the deadline.
    func call(
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)? = nil,
        key: String? = nil,
        until deadline: ContinuousClock.Instant
    ) async -> Reply? {
        var index = Int.random(in: gateways.indices)
        while ContinuousClock.now < deadline {
            let reply = try? await callOnce(gateways[index % gateways.count], method, path, body, key)
            if let reply {
                log.countAnswer(reply.status)
                if ![502, 503, 504].contains(reply.status) { return reply }
            } else {
                log.countAnswer(0)
            }
            index += 1
            try? await Task.sleep(for: .milliseconds(Int.random(in: 100...600)))
        }
        return nil
    }

    private func callOnce(
        _ url: String,
        _ method: String,
        _ path: String,
        _ body: (any Encodable & Sendable)?,
        _ key: String?
    ) async throws -> Reply {
        var request = HTTPClientRequest(url: "\(url)/api/v1\(path)")
        request.method = .RAW(value: method)
        if let accessToken { request.headers.add(name: "Authorization", value: "Bearer \(accessToken)") }
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if let body {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(data: try encoder.encode(body)))
        }
        let response = try await client.execute(request, timeout: .seconds(15))
        let buffer = try await response.body.collect(upTo: 4 << 20)
        return Reply(
            status: Int(response.status.code),
            retryAfter: response.headers.first(name: "Retry-After").flatMap { Int($0) } ?? 0,
            body: Data(buffer: buffer)
        )
    }
}
