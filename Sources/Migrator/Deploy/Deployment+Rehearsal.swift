import Postgres

extension Deployment {
    /// Everything that `up` would do, gates included, in one transaction that is rolled back. Steps without a transaction
    /// are left aside; what fails behind one may fail for want of it, and is a warning then.
    /// - Parameter then: runs at the end, while all of it stands.
    func rehearse(_ plan: Plan, then finish: () async throws -> Void = {}) async throws {
        let start = ContinuousClock.now
        let aside = plan.pending.first { $0.steps != nil }
        do {
            try await session.retryingLocks("rehearsal", tries: options.lockTries) {
                try await explainingSignatures {
                    try await session.rehearsal {
                        try await rehearseMigrations(plan)
                        if options.to == nil || options.to == files.migrations.last?.number {
                            _ = try await objects(plan).deploy()
                        }
                        try await finish()
                    }
                }
            }
        } catch let failure as MigratorFailure where failure.status == .rolledBack && aside != nil {
            report.warning(
                "not rehearsed beyond \(aside?.file.path ?? ""), which runs without a transaction: \(failure)")
            return
        }
        report.step(
            "rehearsed\(aside.map { " (but for \($0.file.path), which runs without a transaction)" } ?? "")",
            since: start)
    }

    private func rehearseMigrations(_ plan: Plan) async throws {
        try await Ledger.create(session, environment: options.environment)
        for migration in plan.pending where migration.steps == nil {
            try await session.run(migration.file)
        }
    }
}
