import Postgres

extension Deployment {
    /// Takes the last migrations back by their down files, on a database that says that it is for development. The next `up`
    /// makes all functions and triggers again.
    /// - Throws: `MigratorFailure` `usage` for another database, or a migration without a way back.
    func down(_ count: Int) async throws {
        let ledger = try await Ledger.read(session)
        guard ledger.environment == "development" else {
            throw MigratorFailure.usage(
                "this database is not for development: data would be lost; write a new migration instead")
        }
        let plan = try await plan()
        guard plan.problems.isEmpty else { throw MigratorFailure.historyMismatch(plan.problems) }
        guard plan.drifted.isEmpty else {
            throw MigratorFailure(
                .drift, "changed by hand, and would be forgotten; `migrator adopt NAME` first:",
                plan.drifted.map(\.identity))
        }
        let applied = files.migrations.filter { ledger.migrations[$0.number] != nil }.suffix(count).reversed()
        guard !applied.isEmpty else { throw MigratorFailure.usage("no migration has been applied") }
        if let stuck = applied.first(where: { $0.down == nil }) {
            throw MigratorFailure.usage(
                "\(stuck.file.path) has no way back: db/\(stuck.file.path.dropLast(".sql".count)).down.sql is missing")
        }
        for migration in applied { try await takeBack(migration) }
    }

    private func takeBack(_ migration: Migration) async throws {
        guard let down = migration.down else { return }
        let start = ContinuousClock.now
        try await session.retryingLocks(down.path, tries: options.lockTries) {
            try await session.transaction {
                try await session.run(down)
                let number = [Value.integer(Int64(migration.number))]
                _ = try await session.rows("delete from migrator.migrations where number = $1", number)
                _ = try await session.rows("delete from migrator.steps where number = $1", number)
                _ = try await session.rows("delete from migrator.objects")
                try await Ledger.journal("down", migration.file.path, session)
            }
        }
        report.step("took back \(migration.file.path)", since: start)
    }
}
