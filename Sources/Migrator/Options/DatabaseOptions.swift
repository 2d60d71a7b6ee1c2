import ArgumentParser

/// Where the database is.
struct PlaceOptions: ParsableArguments {
    @Option(
        help:
            "Connection string; default: DATABASE_URL, also from ./.env, else libpq's own variables (PGHOST, PGSERVICE, …)."
    )
    var databaseURL: String?

    /// The connection string; empty for libpq's own variables alone.
    func connectionString(_ environment: Environment) -> String {
        databaseURL ?? environment["DATABASE_URL"] ?? ""
    }
}

/// Which database, and how to act on it.
struct DatabaseOptions: ParsableArguments {
    @OptionGroup var place: PlaceOptions

    @Option(help: "Role that owns everything; the login must be a member of it.")
    var role: String = "mami_owner"

    @Option(help: "Seconds to wait while another migrator is at work.")
    var lockWait: Int = 60

    @Option(help: "How often a transaction is tried that does not get a lock within 2 s.")
    var lockTries: Int = 5

    mutating func validate() throws {
        guard lockWait >= 0 else { throw ValidationError("--lock-wait must not be negative") }
        guard lockTries >= 1 else { throw ValidationError("--lock-tries must be at least 1") }
    }

    /// The connection string; empty for libpq's own variables alone.
    func connectionString(_ environment: Environment) -> String {
        place.connectionString(environment)
    }

    /// Runs the body with a session as the owner.
    func withSession<Result>(
        _ context: CommandContext,
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        let session = try await Session.connect(
            connectionString(context.environment), role: role, report: context.report)
        do {
            let result = try await body(session)
            await session.close()
            return result
        } catch {
            await session.close()
            throw error
        }
    }
}

extension DatabaseOptions {
    /// Runs the body as the only migrator at work on this database.
    func withLock<Result>(
        _ context: CommandContext,
        _ body: (Session) async throws -> Result
    ) async throws -> Result {
        try await withSession(context) { session in
            try await session.holdingLock(waitSeconds: lockWait) { try await body(session) }
        }
    }
}

/// Which files.
struct FileOptions: ParsableArguments {
    @Option(help: "Folder with migrations/, functions/, seed/, tests/.")
    var dbDir: String = "db"

    /// The files of the folder.
    func read() throws -> SchemaFiles {
        try SchemaFiles(directory: dbDir)
    }
}
