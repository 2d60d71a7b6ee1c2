import Testing

@testable import Migrator

/// What is to be done, without a database.
struct PlanTests {
    private static func file(_ path: String, _ text: String = "select 1;") -> SQLFile {
        SQLFile(path: path, text: text)
    }

    @Test func fileName_wellFormed_hasNumberAndSlug() throws {
        let migration = try Migration(file: Self.file("migrations/0042_add_coupons.sql"))
        #expect(migration.number == 42)
        #expect(migration.slug == "add_coupons")
    }

    @Test(arguments: ["migrations/42_x.sql", "migrations/0000_x.sql", "migrations/0001-x.sql", "migrations/0001_X.sql"])
    func fileName_malformed_isRefused(_ path: String) {
        #expect(throws: MigratorFailure.self) { try Migration(file: Self.file(path)) }
    }

    @Test(arguments: [(1, 1), (10, 1), (11, 2), (21, 3), (1000, 3)])
    func line_ofCharacter_countsFromOne(_ position: Int, _ line: Int) {
        #expect(Self.file("a", "select 1;\nselect 2;\nselect 3;").line(ofCharacter: position) == line)
    }

    @Test(arguments: [
        (["DELIVERY_MIN_TOTAL": "100", "PATH": "/bin"], ["mami.delivery_min_total=100"]),
        (["DELIVERY_MIN_TOTAL": ""], []),
    ])
    func environment_delivery_becomesSettings(_ environment: [String: String], _ settings: [String]) {
        #expect(DeliverySettings.ofEnvironment(environment).map { "\($0.name)=\($0.value)" } == settings)
    }
}
