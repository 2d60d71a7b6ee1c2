import HTTPTypes

/// The header `Idempotency-Key` (IETF draft httpapi-idempotency-key-header, with a key of 1 to 255 printable ASCII characters).
enum IdempotencyKey {
    /// The key of a request.
    /// - Throws: `APIError` 400 where there is none, one that cannot be one, or two that differ: nobody could say which is meant.
    static func required(in headers: HTTPFields) throws -> String {
        let keys = headers[values: .idempotencyKey]
        guard let key = keys.first, keys.allSatisfy({ $0.isSame(as: key) }), (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw APIError(.missingIdempotencyKey) }
        return key
    }
}
