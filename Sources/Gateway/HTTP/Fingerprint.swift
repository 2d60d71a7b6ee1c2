import Crypto
import Foundation
import HTTPTypes

/// What an Idempotency-Key is bound to: the same key with another request is refused.
enum Fingerprint {
    /// SHA-256 over method, route and the body in canonical form: the order of names and white space do not count.
    static func of(_ method: HTTPRequest.Method, _ route: String, _ body: JSONValue?) -> [UInt8] {
        let text = "\(method.rawValue)\n\(route)\n\(body?.canonicalText ?? "")"
        return Array(SHA256.hash(data: Data(text.utf8)))
    }
}
