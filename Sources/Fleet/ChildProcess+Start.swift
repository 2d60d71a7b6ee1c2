import CSpawn
import Foundation

extension ChildProcess {
    /// Starts a program that reads nothing, and returns at once.
    /// - Parameter program: its path, or the name of one in `PATH`.
    /// - Parameter environment: comes on top of ours; nil takes a variable away.
    /// - Parameter directory: where it works; ours without.
    /// - Parameter input: the file that it reads; nothing without.
    /// - Throws: `FleetError`.
    public static func start(
        _ program: String,
        _ arguments: [String] = [],
        environment: [String: String?] = [:],
        directory: String? = nil,
        input: String? = nil,
        output: Output = .inherited
    ) throws -> ChildProcess {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
        switch output {
        case .inherited: break
        case .discarded:
            posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        case .appended(let path):
            posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        case .descriptor(let descriptor):
            posix_spawn_file_actions_adddup2(&actions, descriptor, 1)
            posix_spawn_file_actions_adddup2(&actions, descriptor, 2)
        }
        spawn_without_descriptors_from(&actions, 3)
        if let directory { spawn_in_directory(&actions, directory) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        for number in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&signals, number) }
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let flags = Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | spawn_in_new_session
        posix_spawnattr_setflags(&attributes, flags)

        let path = try path(of: program)
        var variables = ProcessInfo.processInfo.environment
        for (name, value) in environment { variables[name] = value }
        var pid: pid_t = 0
        let error = withCStrings([path] + arguments) { arguments in
            withCStrings(variables.map { "\($0)=\($1)" }) {
                posix_spawn(&pid, path, &actions, &attributes, arguments, $0)
            }
        }
        guard error == 0 else { throw FleetError("\(path) does not start: \(String(cString: strerror(error)))") }
        return ChildProcess(processIdentifier: pid)
    }

    /// Where a program is.
    static func path(of program: String) throws -> String {
        if program.contains("/") { return program }
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        guard let path = folders.map({ "\($0)/\(program)" }).first(where: FileManager.default.isExecutableFile(atPath:))
        else {
            throw FleetError("\(program) is not to be found; it must be in PATH")
        }
        return path
    }

    /// The texts as C wants them: an array that ends with null.
    private static func withCStrings<Result>(
        _ texts: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = texts.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
