import ArgumentParser
import Foundation

/// `migrator seed`
struct Seed: AsyncParsableCommand {
    /// The kinds of seed data.
    enum Kind: String, ExpressibleByArgument, CaseIterable {
        case reference
        case demo
    }

    static let configuration = CommandConfiguration(
        abstract: "Puts data into the database: reference (as every `up` does) or demo. A second time changes nothing.",
        discussion: "Example:\n  migrator seed demo"
    )

    @Argument(help: "reference or demo")
    var kind: Kind

    @OptionGroup var options: DatabaseOptions

    func run() async throws {
        let files = try options.files()
        let session = try await options.connect()
        try await session.holdingLock(waitSeconds: options.lockWait) {
            let deployment = Deployment(session: session, files: files, report: Console.line)
            switch kind {
            case .reference:
                try await deployment.seedReference(DeliverySettings.ofEnvironment(ProcessInfo.processInfo.environment))
            case .demo: try await deployment.seedDemo()
            }
        }
        await session.close()
    }
}
