/// A shop of a storm: a database of its own and gateways before it. All of them share one account at the provider.
struct StormShop: Sendable {
    /// From 1, for people.
    let number: Int
    let gatewayPorts: [Int]
    /// The cluster's port and its superuser's password.
    let cluster: (port: Int, password: String)

    /// The password of each login that is not the superuser's.
    static let loginPassword = "storm"

    var name: String { "shop \(number)" }
    var database: String { number == 1 ? "mami" : "mami_\(number)" }
    var gateways: [String] { gatewayPorts.map { "http://127.0.0.1:\($0)" } }
    /// As whom connections are cut and books are read.
    var superuserURL: String { url("postgres", cluster.password) }
    var adminURL: String { url("mami_admin", Self.loginPassword) }
    var gatewayDatabaseURL: String { url("mami_gateway", Self.loginPassword) }

    private func url(_ login: String, _ password: String) -> String {
        "postgresql://\(login):\(password)@127.0.0.1:\(cluster.port)/\(database)"
    }
}
