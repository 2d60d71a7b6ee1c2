import AsyncHTTPClient
import ShopClient

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
            let shop = ShopClient(
                baseURL: gateways[index % gateways.count], client: client, timeout: .seconds(15),
                accessToken: accessToken)
            let reply = try? await shop.callOnce(method, path, body, idempotencyKey: key)
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
}
