import Hummingbird

/// The address that rate limits count.
enum ClientAddress {
    /// The peer's; behind trusted proxies the entry that the outermost of them wrote into `X-Forwarded-For`. Entries
    /// further left are the client's own words.
    static func of(_ request: Request, _ context: GatewayContext, trustedProxies: Int) -> String {
        let peer = context.remoteAddress?.ipAddress ?? "unknown"
        guard trustedProxies > 0 else { return peer }
        let entries = request.headers[values: .forwardedFor].flatMap { $0.split(separator: ",") }.map(\.trimmed)
        guard entries.count >= trustedProxies else { return peer }
        return entries[entries.count - trustedProxies]
    }
}
