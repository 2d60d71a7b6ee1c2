import Foundation
import Testing

@testable import Migrator

/// `migrator new`
struct NewMigrationTests {
    @Test(arguments: [
        ("add coupons", "add_coupons"), ("Add-Coupons  2", "add_coupons_2"), ("_x_", "x"),
    ])
    func name_becomesASlug(_ name: String, _ slug: String) async throws {
        #expect(try NewMigration(name: name).slug == slug)
    }

    @Test(arguments: ["", "  ", "../etc", "a/b", "x.sql", "2fast", "café", "a;b", String(repeating: "a", count: 61)])
    func name_nonsense_isUsage(_ name: String) {
        let failure = #expect(throws: MigratorFailure.self) { try NewMigration(name: name) }
        #expect(failure?.exitCode == 1)
    }

    @Test func write_neverOverwrites() async throws {
        try await RepositoryFolder.with(["migrations/0009_last.sql": ""]) { folder in
            let db = folder.appending(path: "db").path(percentEncoded: false)
            let one = try NewMigration(name: "one", hasDown: true).write(to: db)
            #expect(one.map { $0.split(separator: "/").last } == ["0010_one.sql", "0010_one.down.sql"])
            let two = try NewMigration(name: "one").write(to: db)
            #expect(two.map { $0.split(separator: "/").last } == ["0011_one.sql"])
        }
    }

    @Test func write_afterTheLastNumber_isUsage() async throws {
        try await RepositoryFolder.with(["migrations/9999_last.sql": ""]) { folder in
            let failure = #expect(throws: MigratorFailure.self) {
                try NewMigration(name: "one").write(to: folder.appending(path: "db").path(percentEncoded: false))
            }
            #expect(failure?.exitCode == 1)
        }
    }

    @Test(.enabled(if: BuiltMigrator.isBuilt))
    func program_twice_givesConsecutiveNumbers_andLintWantsThemFilledIn() async throws {
        try await RepositoryFolder.with(LintShop.files) { folder in
            let first = try await BuiltMigrator.run(
                ["new", "add coupons", "--down"], directory: folder.path(percentEncoded: false))
            #expect(first.status == 0)
            #expect(first.output == "db/migrations/0002_add_coupons.sql\ndb/migrations/0002_add_coupons.down.sql\n")
            let second = try await BuiltMigrator.run(
                ["new", "index coupons", "--no-transaction"], directory: folder.path(percentEncoded: false))
            #expect(second.output == "db/migrations/0003_index_coupons.sql\n")
            let text = try String(
                contentsOf: folder.appending(path: "db/migrations/0003_index_coupons.sql"), encoding: .utf8)
            #expect(text.hasPrefix("-- migrator: no-transaction\n-- index coupons: "))
            for topic in ["Locks:", "Takes:", "Undo:"] { #expect(text.contains("-- \(topic) ")) }
            let lint = try await BuiltMigrator.run(["lint"], directory: folder.path(percentEncoded: false))
            // All that is left to do is to write.
            #expect(lint.output.split(separator: "\n").count == 8)
            #expect(lint.output.split(separator: "\n").allSatisfy { $0.contains("[migration-header]") })
            let nonsense = try await BuiltMigrator.run(["new", "../up"], directory: folder.path(percentEncoded: false))
            #expect(nonsense.status == 1)
        }
    }
}
