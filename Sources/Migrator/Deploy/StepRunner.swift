import Postgres
import SQLText

/// Runs a migration without a transaction around it, statement by statement, each noted before and after, so that whatever
/// happens in between, the next run knows where to go on.
///
/// A statement that can run in a transaction has one of its own, together with its note: it is done exactly once. Those that
/// cannot (`create index concurrently`, `vacuum`, a procedure that commits) may have been done when the note is missing: an
/// index is looked at, and the others must bear being repeated.
struct StepRunner: Sendable {
    let session: Session
    let lockTries: Int

    /// Runs what has not run yet, then notes the migration.
    /// - Throws: `MigratorFailure` `notRolledBack` when a step fails; earlier ones stand.
    func run(_ migration: Migration, _ statements: [SQLStatement]) async throws {
        let start = ContinuousClock.now
        let known = try await Ledger.read(session).steps[migration.number] ?? [:]
        for (index, statement) in statements.enumerated() where known[index + 1]?.isFinished != true {
            let name = "\(migration.file.path), step \(index + 1) of \(statements.count)"
            let step = Step(session: session, migration: migration, number: index + 1, statement: statement)
            if known[index + 1] != nil { session.report.step("\(name): was begun and not finished, goes on") }
            let stepStart = ContinuousClock.now
            do {
                try await session.retryingLocks(name, tries: lockTries) {
                    try await step.run(wasBegun: known[index + 1] != nil)
                }
            } catch let error as PostgresError {
                throw Self.failure(migration, statement, error, done: index, of: statements.count)
            }
            session.report.step(name, since: stepStart)
        }
        try await Ledger.note(migration, took: ContinuousClock.now - start, session)
    }

    private static func failure(
        _ migration: Migration,
        _ statement: SQLStatement,
        _ error: PostgresError,
        done: Int,
        of count: Int
    ) -> MigratorFailure {
        let firstLine = statement.tokens.first?.line ?? 1
        let place = SQLFile(path: migration.file.path, text: statement.text)
        return MigratorFailure(
            .notRolledBack,
            place.complaint(error, firstLine: firstLine),
            [
                "not rolled back: \(done) of \(count) steps are done and stay so",
                "mend step \(done + 1) in the file and run `up` again: it goes on there; `migrator repair` settles it by hand",
            ]
        )
    }

    /// One statement.
    private struct Step {
        let session: Session
        let migration: Migration
        let number: Int
        let statement: SQLStatement

        func run(wasBegun: Bool) async throws {
            guard !statement.runsInTransaction else {
                return try await session.transaction {
                    try await Ledger.begin(step: number, of: migration, statement, session)
                    try await execute()
                    try await Ledger.finish(step: number, of: migration.number, session)
                }
            }
            if let index = statement.indexMadeConcurrently {
                let state = try await LeftoverIndexes.state(of: index, session)
                if state == .valid && wasBegun { return try await finish() }
                if state == .invalid { try await patiently { try await LeftoverIndexes.drop(index, session) } }
            } else if wasBegun {
                try await patiently { try await LeftoverIndexes.dropOfReindex(session) }
            }
            try await Ledger.begin(step: number, of: migration, statement, session)
            if statement.words.contains("concurrently") {
                try await patiently { try await execute() }
            } else {
                try await execute()
            }
            try await finish()
        }

        private func finish() async throws {
            try await Ledger.finish(step: number, of: migration.number, session)
        }

        private func execute() async throws {
            do {
                try await session.connection.execute(script: statement.text)
            } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
                throw LockTimeout()
            }
        }

        /// `concurrently` waits for older transactions by a lock of its own kind, and holds up nobody while it does.
        private func patiently(_ body: () async throws -> Void) async throws {
            try await session.connection.execute(script: "set lock_timeout = '60s'")
            do {
                try await body()
            } catch {
                try? await session.connection.execute(script: "set lock_timeout = '2s'")
                throw error
            }
            try await session.connection.execute(script: "set lock_timeout = '2s'")
        }
    }
}
