import Foundation
import Testing

@testable import Gateway

/// .env.example is made from the table of variables.
struct EnvironmentExampleTests {
    @Test func file_isWhatTheGatewayPrints() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = try String(contentsOf: root.appending(path: ".env.example"), encoding: .utf8)
        #expect(file == Variable.example, "run: gateway --env-example > .env.example")
    }
}
