import Foundation
import Gateway
import Logging

/// The program: configuration, then what `App` builds of it.
@main
struct GatewayProgram {
    static func main() async {
        let options = CommandLine.arguments.dropFirst()
        if options.contains("--help") || options.contains("-h") {
            print(Variable.help)
            return
        }
        if options.contains("--env-example") {
            print(Variable.example, terminator: "")
            return
        }
        do {
            let configuration = try Configuration(environment: ProcessInfo.processInfo.environment)
            let level = Logger.Level(rawValue: configuration.logLevel) ?? .info
            LoggingSystem.bootstrap { JSONLogHandler(label: $0, logLevel: level) }
            try await App.buildServiceGroup(configuration).run()
        } catch {
            FileHandle.standardError.write(Data("gateway: \(error)\n".utf8))
            exit(1)
        }
    }
}
