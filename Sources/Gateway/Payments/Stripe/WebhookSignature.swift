import Crypto
import Foundation

/// The provider's signature over an event (Stripe documentation, "Verify webhook signatures manually"): header
/// `Stripe-Signature: t=<unix seconds>,v1=<hex>,…`, HMAC-SHA256 over `<t>.<body>`. Several `v1` and several secrets
/// are accepted, for the time of a rotation.
struct WebhookSignature: Sendable {
    let secrets: [String]
    /// Seconds by which the time in the header may differ from ours: an old event cannot be played again.
    let tolerance: Int

    /// Bytes of the header: a time and a handful of signatures.
    private static let headerLimit = 1024
    /// Signatures that are looked at: one for each of two secrets is what a rotation needs.
    private static let signatureLimit = 4

    /// Whether the header is a signature of the body by one of the secrets.
    func isValid(_ header: String, body: [UInt8], now: Int) -> Bool {
        guard header.utf8.count <= Self.headerLimit else { return false }
        let parts = header.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1).map(\.trimmed) }
        let values = { (name: String) in parts.filter { $0.count == 2 && $0[0].isSame(as: name) }.map { $0[1] } }
        // Ten digits are the year 2286; a difference of such numbers cannot overflow.
        guard let text = values("t").first, (1...10).contains(text.utf8.count), text.utf8.allSatisfy(\.isASCIIDigit),
            let time = Int(text), abs(now - time) <= tolerance
        else { return false }
        let signatures = values("v1").prefix(Self.signatureLimit).compactMap(Self.bytes)
        guard !signatures.isEmpty else { return false }
        let message = Data("\(text).".utf8) + body
        return secrets.contains { secret in
            let key = SymmetricKey(data: Data(secret.utf8))
            return signatures.contains {
                HMAC<SHA256>.isValidAuthenticationCode($0, authenticating: message, using: key)
            }
        }
    }

    private static func bytes(_ hex: String) -> Data? {
        guard hex.utf8.count == 64 else { return nil }
        var data = Data()
        var rest = hex[...]
        while !rest.isEmpty {
            // `UInt8` would take a sign.
            guard !rest.hasPrefix("+"), let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
            data.append(byte)
            rest = rest.dropFirst(2)
        }
        return data
    }
}
