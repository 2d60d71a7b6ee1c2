import Foundation

/// A status and a JSON text.
struct Answer: Sendable, Equatable {
    let status: Int
    let body: String
    /// Whether it is the earlier answer of a key.
    var isReplayed = false

    init(status: Int, body: String, isReplayed: Bool) {
        self.status = status
        self.body = body
        self.isReplayed = isReplayed
    }

    /// An object in Stripe's spelling.
    init(status: Int, _ object: some Encodable) {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        self.status = status
        body = (try? encoder.encode(object)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    /// A refusal.
    init(_ error: ProviderError) {
        self.init(status: error.status, ["error": error.body])
    }
}

/// A page of objects.
struct ObjectList<Object: Encodable & Sendable>: Encodable, Sendable {
    /// `list`, or `search_result`.
    let object: String
    /// What the next page is asked of.
    let url: String
    let data: [Object]
    let hasMore: Bool
    /// Of a search alone: what names the next page.
    var nextPage: String?
}
