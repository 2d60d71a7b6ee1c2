import Fleet
import Testing

/// docs/functions.md, which `migrator docs` makes.
@Suite(.enabled(if: World.isPossible))
struct FunctionsPageTests {
    @Test func page_isWhatTheDatabaseSays() async throws {
        let world = try await World.shared
        let folder = World.environment["MAMI_DB_DIR"] ?? "db"
        let result = try await ChildProcess.run(
            Program.path("migrator"),
            ["docs", "--check", "--output", "\(folder)/../docs/functions.md", "--db-dir", folder],
            environment: ["DATABASE_URL": world.adminURL]
        )
        #expect(result.status == 0, "migrator docs --output docs/functions.md\n\(result.output)")
    }
}
