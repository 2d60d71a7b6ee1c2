import Postgres

extension Deployment {
    /// Everything that `up` would do, gates included, in one transaction that is rolled back. Steps without a transaction
    /// are left aside; what fails behind one may fail for want of it, and is a warning then.
    /// - Parameter then: runs at the end, while all of it stands.
    func rehearse(_ plan: Plan, then finish: () async throws -> Void = {}) async throws {
        let start = ContinuousClock.now
        var aside: Migration?
        do {
            try await session.retryingLocks("rehearsal", tries: options.lockTries) {
                try await explainingSignatures {
                    try await session.rehearsal {
                        aside = nil
                        try await Ledger.create(session, environment: options.environment)
                        for migration in plan.pending {
                            if migration.steps != nil {
                                aside = aside ?? migration
                            } else {
                                try await session.run(migration.file)
                            }
                        }
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
}
