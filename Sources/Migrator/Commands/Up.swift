import ArgumentParser
import Foundation

/// `migrator up`
struct Up: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Applies pending migrations, then what has changed of functions, errors, triggers and grants.",
        discussion: "Example:\n  migrator up --database-url postgresql://mami_admin@localhost/mami"
    )

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let files = try options.files()
        let session = try await options.connect()
        try await session.holdingLock(waitSeconds: options.lockWait) {
            let deployment = Deployment(session: session, files: files, report: Console.line)
            try await deployment.up(settings: DeliverySettings.ofEnvironment(ProcessInfo.processInfo.environment))
        }
        await session.close()
    }
}
