import Logging
import Postgres
import ServiceLifecycle

/// Once the database can be reached: says where its settings and our environment disagree. The database wins.
struct SettingsComparison: Service {
    let calls: OperationCalls
    /// What the environment says, by the name of the setting.
    let given: [String: String]
    let logger: Logger

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            do {
                try await compare()
                break
            } catch {
                try? await Task.sleep(for: .milliseconds(500))
            }
        }
        try? await gracefulShutdown()
    }

    private func compare() async throws {
        let effective = try await calls.settings()
        for (name, value) in given where !Self.areEqual(value, effective[name] ?? "") {
            logger.warning(
                "settings.differ",
                metadata: [
                    LogKey.setting: "\(name)", "environment": "\(value)", "database": "\(effective[name] ?? "")",
                ]
            )
        }
    }

    /// Equal as text or as numbers: 200 is 200.00.
    private static func areEqual(_ left: String, _ right: String) -> Bool {
        if left == right { return true }
        guard let left = Double(left), let right = Double(right) else { return false }
        return left == right
    }
}
