import Fleet
import Foundation

/// The variables of the process, and below them those of `.env` in the working directory.
struct Environment: Sendable {
    let variables: [String: String]

    /// libpq's variables that say where the server is (manual, section 34.15).
    private static let placeVariables = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGDATABASE", "PGSERVICE", "PGSERVICEFILE"]

    /// What the process has wins over the file. A `DATABASE_URL` of the file does not count when the process names a place
    /// by libpq's own variables: whoever sets `PGHOST` means that server.
    init(process: [String: String], file: String?) {
        var below = file.map { EnvironmentFile(text: $0).variables } ?? [:]
        if process["DATABASE_URL"] == nil, Self.placeVariables.contains(where: { process[$0] != nil }) {
            below["DATABASE_URL"] = nil
        }
        variables = below.merging(process) { _, process in process }
    }

    /// The real one. Puts libpq's variables of the file where libpq looks for them.
    static func current() -> Environment {
        let process = ProcessInfo.processInfo.environment
        let environment = Environment(process: process, file: try? String(contentsOfFile: ".env", encoding: .utf8))
        for (name, value) in environment.variables where name.hasPrefix("PG") && process[name] == nil {
            setenv(name, value, 0)
        }
        return environment
    }

    /// A variable that is set and not empty.
    subscript(_ name: String) -> String? {
        variables[name].flatMap { $0.isEmpty ? nil : $0 }
    }
}
