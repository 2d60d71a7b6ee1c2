import Postgres

/// Makes a database what the files say. Its caller holds the lock.
struct Deployment: Sendable {
    let session: Session
    let files: SchemaFiles
    let report: Report
    /// How often a transaction is tried when a lock that it needs is not to be had within `lock_timeout`.
    private static let lockTries = 5

    /// Pending migrations, each in its own transaction; then all that changed of functions and the like in one; then the
    /// reference data. If anything fails, its transaction leaves no trace.
    func up(settings: [(name: String, value: String)]) async throws {
        try await Ledger.create(session)
        let plan = Plan(files: files, ledger: try await Ledger.read(session))
        guard plan.problems.isEmpty else { throw MigratorFailure.historyMismatch(plan.problems) }
        for migration in plan.pending { try await apply(migration) }
        try await applyObjects(plan)
        for path in plan.orphans {
            report.warning("\(path) is gone, but what it made is still in the database")
        }
        try await Seeding(session: session, files: files).reference(settings)
        if plan.isEmpty { report.step("up to date") }
    }

    private func apply(_ migration: Migration) async throws {
        let start = ContinuousClock.now
        try await transactionWithLockTries(migration.file.path) {
            try await run(migration.file)
            try await Ledger.note(migration, took: ContinuousClock.now - start, session)
        }
        report.step("applied \(migration.file.path)", since: start)
    }

    /// A transaction that is tried again when a lock is not to be had within `lock_timeout`: waiting in line for a table in
    /// use would make everybody else wait behind us. Steps back instead, for a random while.
    func transactionWithLockTries(_ name: String, _ body: () async throws -> Void) async throws {
        for attempt in 1... {
            do {
                return try await session.transaction(body)
            } catch LockTimeout.waitedTooLong where attempt < Self.lockTries {
                report.warning("\(name): a lock is taken, trying again")
                try await Task.sleep(for: .milliseconds(Int.random(in: 200...800) * attempt))
            } catch LockTimeout.waitedTooLong {
                throw MigratorFailure.failed("\(name): no lock after \(attempt) tries; rolled back")
            }
        }
    }

    private func applyObjects(_ plan: Plan) async throws {
        guard !plan.isEmpty else { return }
        let start = ContinuousClock.now
        let changed = Set(plan.changed.map(\.path))
        let due = files.objects.filter { changed.contains($0.path) || SchemaFiles.alwaysReapplied.contains($0.path) }
        try await transactionWithLockTries("functions, errors, triggers and grants") {
            // Functions may call each other in any order.
            try await session.connection.execute(script: "set local check_function_bodies = off")
            for object in due {
                try await run(object)
                try await Ledger.note(object, session)
            }
        }
        report.step("applied \(due.count) of functions, errors, triggers and grants", since: start)
    }

    /// Not obtaining a lock in time is no fault of the file.
    private enum LockTimeout: Error {
        case waitedTooLong
    }

    /// Runs a file in the transaction that is open.
    func run(_ file: SQLFile) async throws {
        do {
            try await session.connection.execute(script: file.text)
        } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
            throw LockTimeout.waitedTooLong
        } catch let error as PostgresError where error.kind == .server {
            throw MigratorFailure.failed(file, error)
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
    }
}
