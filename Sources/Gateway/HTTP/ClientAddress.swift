import Hummingbird
import NIOCore

/// The address that limits count.
enum ClientAddress {
    /// The peer's; behind trusted proxies the entry that the outermost of them wrote into `X-Forwarded-For`. Entries
    /// further left are the client's own words. Of IPv6 the network of 64 bits: a client has all of its addresses.
    static func of(_ request: Request, _ context: GatewayContext, trustedProxies: Int) -> String {
        let peer = context.remoteAddress?.ipAddress ?? "unknown"
        guard trustedProxies > 0 else { return network(of: peer) }
        let header = request.headers[values: .forwardedFor].suffix(8).filter { $0.utf8.count <= 1024 }
        let entries = header.flatMap { $0.split(separator: ",") }.map(\.trimmed)
        guard entries.count >= trustedProxies else { return network(of: peer) }
        return network(of: entries[entries.count - trustedProxies])
    }

    /// `2001:db8::/64` for an address of IPv6; an address of IPv4 as it is; `unknown` for what is none.
    static func network(of text: String) -> String {
        guard text.utf8.count <= 64, let address = try? SocketAddress(ipAddress: text, port: 0) else {
            return "unknown"
        }
        guard case .v6(let v6) = address else { return address.ipAddress ?? "unknown" }
        let bytes = withUnsafeBytes(of: v6.address.sin6_addr) { Array($0) }
        // An address of IPv4 in the form of IPv6, as a socket of both kinds gives it.
        if bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255] {
            return bytes.suffix(4).map(String.init).joined(separator: ".")
        }
        let groups = stride(from: 0, to: 8, by: 2).map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }
        return groups.joined(separator: ":") + "::/64"
    }
}
