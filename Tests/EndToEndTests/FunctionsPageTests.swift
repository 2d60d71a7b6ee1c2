import Fleet
import Foundation
import Testing

/// The pages that `migrator docs` makes of the real database.
@Suite(.enabled(if: World.isPossible))
struct FunctionsPageTests {
    @Test func pages_haveEachFunctionOnce_andLinksThatLeadSomewhere() async throws {
        let world = try await World.shared
        let folder = FileManager.default.temporaryDirectory.appending(path: "pages \(UUID())").path(
            percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let result = try await ChildProcess.run(
            Program.path("migrator"),
            ["docs", "--output", folder, "--db-dir", World.environment["MAMI_DB_DIR"] ?? "db"],
            environment: ["DATABASE_URL": world.adminURL]
        )
        #expect(result.status == 0, "\(result.output)")
        var texts: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
            texts[file] = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        }
        let index = try #require(texts["README.md"])
        let functions: [String] = try await world.sql(
            """
            select p.proname::text as name from pg_proc as p where p.pronamespace = 'api'::regnamespace
            union
            select c.relname::text from pg_class as c where c.relnamespace = 'api'::regnamespace and c.relkind in ('v', 'm')
            """
        ).map { try $0.get("name") }
        for name in functions {
            let pages = texts.filter { $0.value.contains("\n## \(name)\n") }.map(\.key)
            #expect(pages.count == 1, "\(name): \(pages)")
            #expect(index.contains("(\(pages.first ?? "")#\(name))"), "\(name)")
        }
        for link in index.matches(of: /\]\(([^)#]+)(?:#([^)]+))?\)/) {
            let page = try #require(texts[String(link.1)], "\(link.0)")
            #expect(link.2.map { page.contains("\n## \($0)\n") } ?? true, "\(link.0)")
        }
        #expect(functions.count > 50)
        #expect(functions.contains("danger_zone"))
        #expect(!texts.keys.contains("without-a-file.md"))
    }
}
