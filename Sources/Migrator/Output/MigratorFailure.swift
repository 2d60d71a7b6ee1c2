import Foundation
import Postgres

/// Why the program stops, with the exit status that says so to other programs.
struct MigratorFailure: Error, CustomStringConvertible {
    let status: ExitStatus
    /// One sentence, and what a person needs to go on: further lines are indented.
    let description: String
    /// Whether people have read it already, in the command's result, whose last line is to stay the last.
    let isTold: Bool

    /// What the shell gets.
    var exitCode: Int32 { status.rawValue }

    /// A failure with findings below its sentence.
    init(_ status: ExitStatus, _ sentence: String, _ findings: [String] = [], isTold: Bool = false) {
        self.status = status
        self.isTold = isTold
        description = ([sentence] + findings.map { $0.replacing("\n", with: "\n    ") }).joined(separator: "\n  ")
    }

    /// What is wrong with the files or the options.
    static func usage(_ text: String) -> Self { Self(.usage, text) }
    /// The files are not the history that the database has seen.
    static func historyMismatch(_ problems: [String]) -> Self {
        Self(.historyMismatch, "the history does not match:", problems)
    }
    /// A statement failed; its transaction was rolled back.
    static func failed(_ text: String) -> Self { Self(.rolledBack, text) }
    /// Tests failed, or covered too little; the result says which.
    static func testsFailed(_ text: String) -> Self { Self(.testsFailed, text, isTold: true) }
    /// No connection.
    static func unreachable(_ text: String) -> Self { Self(.unreachable, "the database cannot be reached: \(text)") }

    /// A statement of a file failed. `position` counts from the file's beginning.
    static func failed(_ file: SQLFile, _ error: PostgresError) -> Self {
        Self(.rolledBack, file.complaint(error), ["rolled back: nothing of it has changed"])
    }

    /// Whatever a command has thrown.
    init(_ error: any Error) {
        switch error {
        case let failure as MigratorFailure: self = failure
        case let error as PostgresError where error.kind == .server:
            self.init(.rolledBack, "\(error.message)\(error.sqlState.map { " [\($0)]" } ?? "")")
        case let error as PostgresError: self = .unreachable(error.message)
        case let error as CocoaError: self = .usage(error.localizedDescription)
        default: self = .failed("\(error)")
        }
    }
}
