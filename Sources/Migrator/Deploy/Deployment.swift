import Postgres

/// Makes a database what the files say. Its caller holds the lock.
struct Deployment: Sendable {
    /// How it is to be done.
    struct Options: Sendable {
        /// How often a transaction is tried that does not get its locks.
        var lockTries = 5
        /// Replaces what was changed by hand, too.
        var overwritesDrift = false
        /// Tries the whole plan in one transaction first, which is rolled back.
        var rehearses = true
        /// The last migration to be applied; nil for all.
        var to: Int?
        /// What a new database is said to be.
        var environment = "production"
        /// Settings that the reference data reads.
        var settings: [(name: String, value: String)] = []
    }

    let session: Session
    let files: SchemaFiles
    var options = Options()
    var report: Report { session.report }

    /// Pending migrations, each in its own transaction; then all that changed of functions and the like in one, gates
    /// included; then the reference data. If anything fails, its transaction leaves no trace.
    func up() async throws {
        try await session.transaction { try await Ledger.create(session, environment: options.environment) }
        let plan = try await plan()
        guard plan.problems.isEmpty else { throw MigratorFailure.historyMismatch(plan.problems) }
        if options.rehearses && !plan.pending.isEmpty { try await rehearse(plan) }
        for migration in plan.pending { try await apply(migration) }
        // An older version's functions are in the history of the repository, and not in the folder.
        if options.to == nil || options.to == files.migrations.last?.number {
            do {
                try await deployObjects(plan)
            } catch let failure as MigratorFailure where !plan.pending.isEmpty {
                let paths = plan.pending.map(\.file.path).joined(separator: ", ")
                throw MigratorFailure(
                    failure.status, failure.description,
                    ["but \(paths) of this run stand: mend the functions, and run `up` again, soon"])
            }
            try await Seeding(session: session, files: files).reference(options.settings)
        }
        if plan.isEmpty { report.step("up to date") }
    }

    /// What is to be done, by the options.
    func plan() async throws -> Plan {
        let ledger = try await Ledger.read(session)
        var plan = Plan(files: files, ledger: ledger, live: try await live())
        if let last = options.to {
            guard files.migrations.contains(where: { $0.number == last }) else {
                throw MigratorFailure.usage("there is no migration \(last)")
            }
            plan.pending.removeAll { $0.number > last }
        }
        return plan
    }

    /// What stands in the files' schemas.
    func live() async throws -> LiveObjects {
        try await LiveObjects.read(session, schemas: files.schemas)
    }

    private func apply(_ migration: Migration) async throws {
        let start = ContinuousClock.now
        if let steps = migration.steps {
            try await StepRunner(session: session, lockTries: options.lockTries).run(migration, steps)
        } else {
            try await session.retryingLocks(migration.file.path, tries: options.lockTries) {
                try await session.transaction {
                    try await session.run(migration.file)
                    try await Ledger.note(migration, took: ContinuousClock.now - start, session)
                }
            }
        }
        report.step("applied \(migration.file.path)", since: start)
    }

    private func deployObjects(_ plan: Plan) async throws {
        // Nobody but us is at work: what the plan saw is still so. Privileges it has not looked at.
        guard !plan.isEmpty || plan.isTouchedByHand else {
            return try await Gates(session: session, files: files).checkPrivileges()
        }
        let start = ContinuousClock.now
        let count = try await session.retryingLocks("functions, triggers and grants", tries: options.lockTries) {
            try await explainingSignatures {
                try await session.transaction { try await objects(plan).deploy() }
            }
        }
        if count > 0 { report.step("applied \(count) of functions, errors, triggers and grants", since: start) }
    }

    /// The part that makes functions and the like, within the session's transaction.
    func objects(_ plan: Plan) -> ObjectDeployment {
        ObjectDeployment(
            session: session,
            files: files,
            overwritesDrift: options.overwritesDrift,
            isAfterMigrations: !plan.pending.isEmpty
        )
    }

    /// Runs the body; when a function or a view cannot be replaced as it is, says what is to be done. That needs queries,
    /// and so a transaction that has not failed.
    func explainingSignatures<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch let conflict as SignatureConflict {
            throw try await conflict.failure(live: try await live(), session)
        }
    }
}
