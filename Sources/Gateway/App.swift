import Foundation
import Logging

/// The program: configuration, then `App+build.swift`.
@main
struct App {
    static func main() async {
        if CommandLine.arguments.dropFirst().contains(where: { $0 == "--help" || $0 == "-h" }) {
            print(Variable.help)
            return
        }
        do {
            let configuration = try Configuration(environment: ProcessInfo.processInfo.environment)
            let level = Logger.Level(rawValue: configuration.logLevel) ?? .info
            LoggingSystem.bootstrap { JSONLogHandler(label: $0, logLevel: level) }
            try await buildServiceGroup(configuration).run()
        } catch {
            FileHandle.standardError.write(Data("gateway: \(error)\n".utf8))
            exit(1)
        }
    }
}
