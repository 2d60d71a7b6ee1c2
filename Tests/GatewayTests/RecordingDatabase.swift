import Synchronization

@testable import Postgres

/// Notes which statements are asked for, fails those that are named, and answers others with rows that a test gives.
final class RecordingDatabase: Database {
    /// Rows by column.
    typealias Rows = [[String: String?]]

    private let statements = Mutex<[(name: String, parameters: [Value])]>([])
    private let failures: [String: PostgresError]
    private let rows: [String: Rows]

    init(failures: [String: PostgresError] = [:], rows: [String: Rows] = [:]) {
        self.failures = failures
        self.rows = rows
    }

    /// The names of all statements so far.
    var asked: [String] { statements.withLock { $0.map(\.name) } }

    /// The parameters of all calls of one statement.
    func parameters(of name: String) -> [[Value]] {
        statements.withLock { $0.filter { $0.name == name }.map(\.parameters) }
    }

    func query(_ statement: Statement, _ parameters: [Value]) async throws -> QueryResult {
        statements.withLock { $0.append((statement.name, parameters)) }
        if let failure = failures[statement.name] { throw failure }
        let rows = rows[statement.name] ?? Self.defaultRows(statement.name)
        let columns = rows.first?.keys.sorted() ?? []
        return QueryResult(
            columns: columns,
            cells: rows.map { row in columns.map { column in row[column].flatMap { $0 }.map { Array($0.utf8) } } },
            affected: rows.count
        )
    }

    /// What ends a checkout gives its answer; what leaves it open gives none.
    private static func defaultRows(_ name: String) -> Rows {
        let isOpen = ["checkout_doubt", "checkout_review", "checkout_compensate"].contains(name)
        return [["response_status": isOpen ? nil : "201", "response_body": isOpen ? nil : "{}", "state": nil]]
    }
}
