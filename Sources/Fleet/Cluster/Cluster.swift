import Foundation

/// A PostgreSQL of our own: a data directory, a loopback port, a socket beside the data. Nothing of the system's clusters
/// is touched. The server refuses to run as root, so root runs it as the user postgres.
public struct Cluster: Sendable {
    /// How it is stopped.
    public enum StopMode: String, Sendable {
        /// In order; sessions are cut.
        case fast
        /// As in a power cut.
        case immediate
    }

    /// Where it is: `data`, the log and the socket are in there. The server's user must be able to reach it.
    public let directory: String

    /// The one in a folder, whether it is there already or not.
    public init(directory: String) {
        self.directory = directory
    }

    var data: String { directory + "/data" }
    private var log: String { directory + "/postgres.log" }

    /// The server's process, while it is the server of this directory.
    public var process: ProcessIdentity? {
        guard let text = FileManager.default.contents(atPath: data + "/postmaster.pid"),
            let pid = String(decoding: text, as: UTF8.self).split(separator: "\n").first.flatMap({ Int32($0) }),
            let place = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/cwd"),
            place == URL(filePath: data).resolvingSymlinksInPath().path(percentEncoded: false)
        else { return nil }
        return ProcessIdentity(pid)
    }

    /// Makes the folder, which is the server's user's.
    public func makeFolder() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        chmod(directory, 0o700)
        if ServerUser.isNeeded { try ServerUser.give(directory) }
    }

    /// Makes an empty cluster; one that is there stays as it is.
    public func create(password: String) async throws {
        if FileManager.default.fileExists(atPath: data + "/PG_VERSION") { return }
        // Made aside and moved: half a cluster is never taken for a whole one.
        let half = data + ".new"
        let secret = directory + "/superuser"
        try? FileManager.default.removeItem(atPath: half)
        try? FileManager.default.removeItem(atPath: secret)
        let isMade = FileManager.default.createFile(
            atPath: secret, contents: Data((password + "\n").utf8), attributes: [.posixPermissions: 0o600])
        guard isMade else { throw FleetError("\(secret) cannot be written") }
        if ServerUser.isNeeded { try ServerUser.give(secret) }
        defer { unlink(secret) }
        let initdb = try await ServerUser.run(
            "initdb",
            [
                "--pgdata=\(half)", "--username=postgres", "--pwfile=\(secret)", "--auth=scram-sha-256",
                "--encoding=UTF8", "--locale=C.UTF-8",
            ]
        )
        guard initdb.status == 0 else { throw FleetError("initdb failed:\n" + initdb.output) }
        guard rename(half, data) == 0 else { throw FleetError("\(half) cannot be renamed") }
    }

    /// Starts the server; returns when it takes connections.
    /// - Parameter settings: `name=value`, without blanks.
    /// - Throws: `FleetError` with the end of its log when it does not.
    public func start(port: Int, settings: [String]) async throws {
        // The path of a socket has room for 107 bytes, and the options pass through a shell; the port serves as well.
        let isPlain = directory.utf8.count <= 80 && directory.wholeMatch(of: /[A-Za-z0-9\/._-]+/) != nil
        let all = [
            "port=\(port)", "listen_addresses=127.0.0.1", "unix_socket_directories=\(isPlain ? directory : "''")",
        ]
        let options = (all + ["timezone=UTC", "log_timezone=UTC"] + settings).map { "-c \($0)" }
        let start = try await ServerUser.run(
            "pg_ctl",
            [
                "start", "--pgdata=\(data)", "--log=\(log)", "--wait", "--timeout=60", "--silent",
                "--options=\(options.joined(separator: " "))",
            ]
        )
        if start.status != 0 {
            let lines = (try? String(contentsOfFile: log, encoding: .utf8))?.split(separator: "\n") ?? []
            throw FleetError("PostgreSQL does not start\n" + start.output + lines.suffix(20).joined(separator: "\n"))
        }
    }

    /// Stops the server, if it runs.
    public func stop(_ mode: StopMode) async {
        guard process != nil else { return }
        // Stopped all the same when our own task is cancelled.
        _ = await Task.detached { [data] in
            try await ServerUser.run(
                "pg_ctl", ["stop", "--pgdata=\(data)", "--mode=\(mode.rawValue)", "--wait", "--timeout=60", "--silent"])
        }.result
    }
}
