/// Every endpoint of the gateway.
enum RouteTable {
    static let basePath = "/api/v1"

    static let all: [Route] = auth + profile + catalog + cart + checkout + orders + payments + system

    /// A path under the base path.
    static func api(_ path: String) -> String { basePath + path }
}
