/// What the shell gets. Documented and stable: CI jobs branch on these numbers.
enum ExitStatus: Int32, CaseIterable, Sendable {
    case clean = 0
    case usage = 1
    case pending = 2
    case drift = 3
    case historyMismatch = 4
    case lint = 5
    case privileges = 6
    case lockNotObtained = 7
    case rolledBack = 8
    case notRolledBack = 9
    case unreachable = 10
    case testsFailed = 11
    case logChanged = 12

    /// In a few words, for `--help`.
    var summary: String {
        switch self {
        case .clean: "clean"
        case .usage: "usage"
        case .pending: "pending"
        case .drift: "drift"
        case .historyMismatch: "history does not match"
        case .lint: "lint or plpgsql_check"
        case .privileges: "privileges"
        case .lockNotObtained: "lock not obtained"
        case .rolledBack: "failed, rolled back"
        case .notRolledBack: "failed, not rolled back"
        case .unreachable: "database unreachable"
        case .testsFailed: "tests failed"
        case .logChanged: "audit log not as sealed"
        }
    }

    /// All of them, one a line.
    static var table: String {
        allCases.map { "\($0.rawValue < 10 ? "  " : " ")\($0.rawValue) \($0.summary)" }.joined(separator: "\n")
    }
}
