import Foundation
import Postgres

/// The pgTAP files within a rehearsal, on the schema as it is to be.
///
/// Their small shop would collide with a real one, and nobody empties the tables of a shop in business, not even in a
/// transaction that is rolled back. So they run where the rehearsal began with an empty database, and on a database for
/// development, whose tables are emptied for the time of the rehearsal. Elsewhere they are left out, and it is said.
struct RehearsedTests: Sendable {
    let session: Session
    let files: SchemaFiles
    let settings: [(name: String, value: String)]
    /// As it was before the rehearsal.
    let ledger: Ledger

    /// Runs all files, in the rehearsal's transaction.
    /// - Throws: `MigratorFailure` `testsFailed`.
    func run() async throws {
        let folder = files.directory.appending(path: "tests").path(percentEncoded: false)
        guard FileManager.default.fileExists(atPath: folder) else { return }
        guard ledger.migrations.isEmpty || ledger.environment == "development" else {
            return session.report.warning(
                "pgTAP is left out: the tests' shop would collide with this database's; `migrator test` runs them on a scratch database"
            )
        }
        guard try await isAvailable() else {
            return session.report.warning("pgTAP is left out: the server does not have it (postgresql-15-pgtap)")
        }
        let start = ContinuousClock.now
        try await session.connection.execute(
            script: "create schema if not exists tap; create extension if not exists pgtap schema tap;")
        try await emptyShop()
        var results = TestResults()
        for file in try PgTAPFile.all(in: [folder]) {
            results.outcomes.append(try await file.run(in: session.connection, insideTransaction: true))
        }
        let failed = results.outcomes.filter { !$0.failures.isEmpty }
        guard failed.isEmpty else {
            throw MigratorFailure(.testsFailed, "pgTAP: \(results.failed) failed; rolled back:", failed.map(\.text))
        }
        session.report.step("pgTAP: \(results.passed) passed, 0 failed", since: start)
    }

    private func isAvailable() async throws -> Bool {
        try await session.rows("select exists (select from pg_available_extensions where name = 'pgtap') as found")
            .first?.boolean("found") == true
    }

    /// Takes all rows away, and puts back those that belong to the schema.
    private func emptyShop() async throws {
        let rows = try await session.rows(
            """
            select string_agg(c.oid::regclass::text, ', ' order by c.oid) as tables
            from pg_class as c
            join pg_namespace as n on n.oid = c.relnamespace
            where n.nspname = any (string_to_array($1, ','))
                and c.relkind in ('r', 'p')
                and not c.relispartition
            """,
            [.text(files.schemas.joined(separator: ","))]
        )
        if let tables = try rows.first?.text("tables") {
            let names = tables.split(separator: ", ")
            // Triggers refuse what is done here, for good reasons.
            let disable = names.map { "alter table \($0) disable trigger user;" }.joined()
            let enable = names.map { "alter table \($0) enable trigger user;" }.joined()
            try await session.run("\(disable) truncate \(tables); \(enable)")
        }
        for object in files.objects where object.kind == .script && object.file.path != SchemaFiles.grantsPath {
            try await session.run(object.file)
        }
        if let reference = files.reference {
            for setting in settings {
                _ = try await session.rows(
                    "select set_config($1, $2, true)", [.text(setting.name), .text(setting.value)])
            }
            try await session.run(reference)
        }
    }
}
