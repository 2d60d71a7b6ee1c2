import Postgres

/// Why the program stops, with the exit code that says so to other programs. The codes are documented and stable.
enum MigratorFailure: Error, CustomStringConvertible {
    /// What is wrong with the files or the options.
    case usage(String)
    /// The files are not the history that the database has seen.
    case historyMismatch([String])
    /// Somebody else is migrating.
    case lockNotObtained(holder: String)
    /// A statement failed; its transaction was rolled back.
    case failed(String)
    /// No connection.
    case unreachable(String)

    /// What the shell gets.
    var exitCode: Int32 {
        switch self {
        case .usage: 1
        case .historyMismatch: 4
        case .lockNotObtained: 7
        case .failed: 8
        case .unreachable: 10
        }
    }

    var description: String {
        switch self {
        case .usage(let text), .failed(let text): text
        case .historyMismatch(let problems): "the history does not match:\n  " + problems.joined(separator: "\n  ")
        case .lockNotObtained(let holder): "another migrator is at work: \(holder)"
        case .unreachable(let text): "the database cannot be reached: \(text)"
        }
    }

    /// A statement of a file failed.
    static func failed(_ file: SQLFile, _ error: PostgresError) -> MigratorFailure {
        let line = error.position.map { ":\(file.line(ofCharacter: $0))" } ?? ""
        let state = error.sqlState.map { " [\($0)]" } ?? ""
        let extras = [error.detail.map { "detail: \($0)" }, error.hint.map { "hint: \($0)" }, error.context]
        let text = (["\(file.path)\(line):\(state) \(error.message)"] + extras.compactMap(\.self)).joined(
            separator: "\n  ")
        return .failed(text + "\nrolled back: nothing of it has changed")
    }
}
