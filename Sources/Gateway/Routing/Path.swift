/// The path of a route, with names for its ids: `/orders/{order_id}/items/{item_id}`. Each id is a positive 64-bit integer, and
/// the function's parameter of that name.
package struct Path: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByStringInterpolation {
    /// Under which all but a few routes stand.
    static let base = "/api/v1"

    /// From the root.
    package let template: String

    /// A path below the base path.
    package init(stringLiteral path: String) {
        template = Self.base + path
    }

    private init(template: String) {
        self.template = template
    }

    /// A path outside the base path.
    static func root(_ path: String) -> Path { Path(template: path) }

    /// The names of its ids, in order.
    var ids: [String] {
        template.split(separator: "/").filter { $0.hasPrefix("{") }.map { String($0.dropFirst().dropLast()) }
    }
}
