import Fleet
import Foundation
import Testing

/// The simulator, judged by the provider's own client for Python.
@Suite(
    .enabled(if: World.isPossible && StripeClient.isPossible, "scripts/install test fetches it from PyPI"),
    .timeLimit(.minutes(2)))
struct StripeClientTests {
    @Test func officialClient_findsNothingWrong() async throws {
        let world = try await World.shared
        let result = try await ChildProcess.run(
            StripeClient.python, ["\(World.root)/Tests/StripeClient/client.py", world.simulator, World.apiKey])
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("checks passed"))
    }
}

/// Where it lies.
private enum StripeClient {
    static let python = "\(World.root)/.build/python/bin/python"
    static let isPossible = FileManager.default.isExecutableFile(atPath: python)
}
