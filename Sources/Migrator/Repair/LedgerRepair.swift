import Postgres

/// Changes the ledger itself, each change with its reason in `migrator.journal`.
struct LedgerRepair: Sendable {
    let session: Session
    let files: SchemaFiles
    /// Why.
    let reason: String

    /// Notes migrations up to a number as applied, without running them.
    /// - Throws: `MigratorFailure` `historyMismatch` if any has been applied already.
    func baseline(to number: Int) async throws -> Int {
        let ledger = try await Ledger.read(session)
        guard ledger.migrations.isEmpty else {
            throw MigratorFailure.historyMismatch(["\(ledger.migrations.count) migrations have been applied already"])
        }
        let tables = try await session.rows(
            """
            select exists (
                select from pg_class as c
                join pg_namespace as n on n.oid = c.relnamespace
                where c.relkind in ('r', 'p') and n.nspname = any (string_to_array($1, ','))
            ) as found
            """,
            [.text(files.schemas.joined(separator: ","))]
        )
        guard try tables.first?.boolean("found") == true else {
            throw MigratorFailure.usage("there is nothing to take over: the database has no table of ours")
        }
        let migrations = files.migrations.filter { $0.number <= number }
        guard migrations.last?.number == number else { throw MigratorFailure.usage("there is no migration \(number)") }
        try await write("baseline", "migrations up to \(number)") {
            for migration in migrations { try await Ledger.note(migration, took: .zero, session) }
        }
        return migrations.count
    }

    /// Takes the file's text for what was applied: it was edited, or renamed, and means the same.
    func accept(_ number: Int) async throws {
        guard let migration = files.migrations.first(where: { $0.number == number }) else {
            throw MigratorFailure.usage("there is no file of migration \(number)")
        }
        try await write("repair", "accept \(migration.file.path)") {
            try await change(
                "update migrator.migrations set checksum = $2, slug = $3 where number = $1",
                [.integer(Int64(number)), .text(migration.file.checksum), .text(migration.slug)],
                otherwise: "migration \(number) has not been applied"
            )
        }
    }

    /// Forgets a migration that was applied: its file is gone, or it is to be applied again.
    func forget(_ number: Int) async throws {
        try await write("repair", "forget migration \(number)") {
            try await change(
                "delete from migrator.migrations where number = $1", [.integer(Int64(number))],
                otherwise: "migration \(number) has not been applied"
            )
            _ = try await session.rows("delete from migrator.steps where number = $1", [.integer(Int64(number))])
        }
    }

    /// Settles a step that was begun and whose end nobody knows.
    func settleStep(of number: Int, isDone: Bool) async throws {
        try await write("repair", "step of migration \(number) is \(isDone ? "done" : "not done")") {
            try await change(
                isDone
                    ? "update migrator.steps set finished_at = clock_timestamp() where number = $1 and finished_at is null"
                    : "delete from migrator.steps where number = $1 and finished_at is null",
                [.integer(Int64(number))],
                otherwise: "migration \(number) has no step that was begun and not finished"
            )
        }
    }

    /// Says what the database is for.
    func setEnvironment(_ environment: String) async throws {
        try await write("repair", "environment \(environment)") {
            try await change(
                "update migrator.database set environment = $1", [.text(environment)], otherwise: "there is no ledger")
        }
    }

    private func write(_ command: String, _ detail: String, _ body: () async throws -> Void) async throws {
        try await session.transaction {
            try await body()
            try await Ledger.journal(command, detail, reason: reason, session)
        }
        session.report.step("\(command): \(detail)")
    }

    private func change(_ sql: String, _ parameters: [Value], otherwise: String) async throws {
        guard try await session.rows(sql, parameters).affected > 0 else { throw MigratorFailure.usage(otherwise) }
    }
}
