import Crypto
import Foundation
import HTTPTypes
import Postgres

/// What an Idempotency-Key is bound to: the same key with another request is refused.
enum Fingerprint {
    /// SHA-256 over method, route and what the input gives the function, ids of the path among it: what means the same is the same, as
    /// a field that is `null` and one that is left out. An optional field that a later release adds changes nothing.
    static func of(_ route: Route, _ arguments: Arguments) -> [UInt8] {
        var text = "\(route.method.rawValue)\n\(route.path.template)\n"
        for (name, value) in zip(arguments.names, arguments.values) {
            let given: String
            switch value {
            case .null: continue
            case .text(let value): given = value
            case .bytes(let bytes): given = Data(bytes).base64EncodedString()
            case .integer(let value): given = String(value)
            case .boolean(let value): given = String(value)
            }
            // With its length, so that no value can look like the next name.
            text += "\(name) \(given.utf8.count) \(given)\n"
        }
        return Array(SHA256.hash(data: Data(text.utf8)))
    }
}
