import Foundation

/// The parameters of a call: a form body, or a query.
struct Form: Sendable, Equatable {
    private let fields: [String: String]

    /// Reads `application/x-www-form-urlencoded`.
    init(_ text: String) {
        var fields: [String: String] = [:]
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            fields[Self.decode(parts[0])] = parts.count == 2 ? Self.decode(parts[1]) : ""
        }
        self.fields = fields
    }

    subscript(name: String) -> String? { fields[name] }

    /// Of all parameters, in order.
    var names: [String] { fields.keys.sorted() }

    /// A number.
    func integer(_ name: String) -> Int? { fields[name].flatMap { Int($0) } }

    /// A number that may be missing, but not be anything else.
    func optionalInteger(_ name: String) throws(ProviderError) -> Int? {
        guard let text = fields[name] else { return nil }
        guard let value = Int(text) else { throw .parameter(name) }
        return value
    }

    /// `metadata[name]=value` as a dictionary.
    var metadata: [String: String] {
        var result: [String: String] = [:]
        for (name, value) in fields {
            if let match = name.wholeMatch(of: /metadata\[([^\]]+)\]/) { result[String(match.1)] = value }
        }
        return result
    }

    /// The same for the same parameters in any order.
    var canonicalText: String {
        fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }

    private static func decode(_ text: Substring) -> String {
        text.replacing("+", with: " ").removingPercentEncoding ?? ""
    }
}
