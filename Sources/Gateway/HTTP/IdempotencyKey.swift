import HTTPTypes

/// The header `Idempotency-Key` (IETF draft httpapi-idempotency-key-header, with a key of 1 to 255 printable ASCII characters).
enum IdempotencyKey {
    /// A key with what it is bound to.
    struct Bound: Sendable {
        let key: String
        let fingerprint: [UInt8]
    }

    /// The key of a request that needs one.
    /// - Throws: `APIError` 400 where there is none, one that cannot be one, or two that differ: nobody could say which is meant.
    static func required(in headers: HTTPFields) throws -> String {
        guard let key = key(in: headers) else { throw APIError(.missingIdempotencyKey) }
        return key
    }

    /// The key of a request that may have one; nil where there is none.
    /// - Throws: `APIError` 400 for one that cannot be one, or two that differ.
    static func optional(in headers: HTTPFields) throws -> String? {
        guard headers.contains(.idempotencyKey) else { return nil }
        guard let key = key(in: headers) else {
            throw APIError.validation([
                .init(field: "Idempotency-Key", message: "must be 1 to 255 printable ASCII characters, and given once")
            ])
        }
        return key
    }

    private static func key(in headers: HTTPFields) -> String? {
        let keys = headers[values: .idempotencyKey]
        guard let key = keys.first, keys.allSatisfy({ $0.isSame(as: key) }), (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { return nil }
        return key
    }
}
