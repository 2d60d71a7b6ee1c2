/// Which domain an object belongs to: the folder below `functions/` in which its file stands.
struct Domains: Sendable {
    private let byName: [String: String]

    /// From paths such as `functions/cart/cart_get.sql`; others say nothing.
    init(paths: [String]) {
        var byName: [String: String] = [:]
        for path in paths {
            guard let match = path.wholeMatch(of: /functions\/([^\/]+)\/([^\/]+)\.sql/) else { continue }
            byName[String(match.2)] = String(match.1)
        }
        self.byName = byName
    }

    /// The domain of an object; what no file makes comes last.
    subscript(_ name: String) -> String { byName[name] ?? "without a file" }
}
