import Foundation

/// Who may own a cluster: we, or, as root may not, the user postgres.
enum ServerUser {
    /// Whether it is somebody else than we.
    static var isNeeded: Bool { geteuid() == 0 }

    private static let name = "postgres"

    /// Runs a program of the server to its end as this user, from a directory that he can enter.
    static func run(_ program: String, _ arguments: [String]) async throws -> (status: Int32, output: String) {
        // Debian keeps them out of PATH. POSTGRES_BIN names another place.
        let folder = ProcessInfo.processInfo.environment["POSTGRES_BIN"] ?? "/usr/lib/postgresql/15/bin"
        let command = ["\(folder)/\(program)"] + arguments
        if isNeeded { return try await ChildProcess.run("runuser", ["-u", name, "--"] + command, directory: "/") }
        return try await ChildProcess.run(command[0], arguments, directory: "/")
    }

    /// Makes a file or folder of ours his.
    static func give(_ path: String) throws {
        guard let user = getpwnam(name) else { throw FleetError("there is no user \(name)") }
        guard chown(path, user.pointee.pw_uid, user.pointee.pw_gid) == 0 else {
            throw FleetError("\(path) cannot be given to \(name)")
        }
    }

    /// The user's number.
    static var identifier: uid_t? { isNeeded ? getpwnam(name)?.pointee.pw_uid : geteuid() }
}
