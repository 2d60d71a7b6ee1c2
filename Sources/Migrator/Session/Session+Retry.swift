import Postgres

/// A lock was not to be had within `lock_timeout`: no fault of the file, and worth another try.
struct LockTimeout: Error {}

extension Session {
    /// Runs a script of a file within the session's transaction.
    /// - Throws: `LockTimeout`; `MigratorFailure` with file and line for whatever else the server refuses.
    func run(_ file: SQLFile) async throws {
        do {
            try await connection.execute(script: file.text)
        } catch let error as PostgresError where error.kind == .server {
            if error.sqlState == .lockNotAvailable || error.sqlState == .deadlockDetected { throw LockTimeout() }
            throw MigratorFailure.failed(file, error)
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
    }

    /// Runs a statement of our own within the session's transaction.
    /// - Throws: `LockTimeout`; `MigratorFailure` for whatever else the server refuses.
    func run(_ script: String) async throws {
        do {
            try await connection.execute(script: script)
        } catch let error as PostgresError where error.kind == .server {
            if error.sqlState == .lockNotAvailable || error.sqlState == .deadlockDetected { throw LockTimeout() }
            throw MigratorFailure(.rolledBack, "\(script): \(error.message)", [error.detail].compactMap(\.self))
        } catch let error as PostgresError {
            throw MigratorFailure.unreachable(error.message)
        }
    }

    /// Tries the body again, after a random pause, when a lock is not to be had within `lock_timeout`: waiting in line for a
    /// table in use would make everybody else wait behind us. Says who was in the way.
    /// - Throws: `MigratorFailure` `lockNotObtained` after the last try.
    func retryingLocks<Result>(_ name: String, tries: Int, _ body: () async throws -> Result) async throws -> Result {
        let watch = LockWatch(self)
        for attempt in 1... {
            do {
                return try await watch.watching(body)
            } catch is LockTimeout {
                let blockers = watch.takeBlockers()
                guard attempt < tries else {
                    throw MigratorFailure(
                        .lockNotObtained, "\(name): no lock after \(attempt) tries; nothing of it has changed", blockers
                    )
                }
                let pause = Duration.milliseconds(Int.random(in: 200...800) * attempt)
                let who = blockers.isEmpty ? "" : "; in the way: \(blockers.joined(separator: "; "))"
                report.warning("\(name): no lock within 2 s, trying again in \(pause)\(who)")
                try await Task.sleep(for: pause)
            }
        }
        preconditionFailure("the loop has no end")
    }
}
