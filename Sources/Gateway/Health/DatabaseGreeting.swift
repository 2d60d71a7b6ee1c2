import Logging
import Postgres
import ServiceLifecycle

/// Once the database can be reached: takes the error catalogue, and says where its settings and our environment disagree.
struct DatabaseGreeting: Service {
    let database: any Database
    let catalog: ErrorCatalogBox
    let deliverySettings: [String: String]
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await catalog.load(from: database)
                try await compareSettings()
                break
            } catch {
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
        try? await gracefulShutdown()
    }

    private func compareSettings() async throws {
        let body = try await database.query(Statements.settingsEffective, []).first?.bytes("body") ?? []
        let settings = try JSONParser.parse(body)
        for (name, given) in deliverySettings {
            let effective =
                switch settings[name] {
                case .string(let text)?: text
                case .number(let text)?: text
                default: ""
                }
            if !Self.areEqual(given, effective) {
                logger.warning(
                    "settings.differ",
                    metadata: [LogKey.setting: "\(name)", "environment": "\(given)", "database": "\(effective)"]
                )
            }
        }
    }

    /// Equal as text or as numbers: 200 is 200.00.
    private static func areEqual(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        guard let left = Double(left), let right = Double(right) else { return false }
        return left == right
    }
}
