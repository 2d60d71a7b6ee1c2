import ArgumentParser
import Foundation

/// What every command needs to know: which database, which files.
struct DatabaseOptions: ParsableArguments {
    @Option(help: "Connection string; default: DATABASE_URL, else libpq's own variables (PGHOST, PGSERVICE, …).")
    var databaseURL: String?

    @Option(help: "Folder with migrations/, functions/, seed/.")
    var dbDir: String = "db"

    @Option(help: "Role that owns everything; the login must be a member of it.")
    var role: String = "mami_owner"

    @Option(help: "Seconds to wait while another migrator is at work.")
    var lockWait: Int = 60

    /// The files below `dbDir`.
    func files() throws -> SchemaFiles {
        try SchemaFiles(directory: dbDir)
    }

    /// A session as the owner.
    func connect() async throws -> Session {
        let environment = ProcessInfo.processInfo.environment
        return try await Session.connect(databaseURL ?? environment["DATABASE_URL"] ?? "", role: role)
    }
}
