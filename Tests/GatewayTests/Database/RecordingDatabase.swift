import Synchronization

@testable import Postgres

/// Notes which functions are called, fails those that are named, and answers others with rows that a test gives.
final class RecordingDatabase: Database {
    /// Rows by column.
    typealias Rows = [[String: String?]]

    /// A call, as the database saw it.
    struct Call: Sendable {
        /// Without its schema.
        let function: String
        let statement: Statement
        /// By the parameters' names, without their `p_`.
        let arguments: [String: Value]
    }

    private let noted = Mutex<[Call]>([])
    private let failures: [String: PostgresError]
    private let rows: [String: Rows]

    init(failures: [String: PostgresError] = [:], rows: [String: Rows] = [:]) {
        self.failures = failures
        self.rows = rows
    }

    /// All calls so far.
    var calls: [Call] { noted.withLock { $0 } }

    /// The names of their functions.
    var asked: [String] { calls.map(\.function) }

    /// The arguments of all calls of one function.
    func arguments(of function: String) -> [[String: Value]] {
        calls.filter { $0.function == function }.map(\.arguments)
    }

    func query(_ statement: Statement, _ parameters: [Value]) async throws -> QueryResult {
        let call = Self.call(statement, parameters)
        noted.withLock { $0.append(call) }
        if let failure = failures[call.function] { throw failure }
        let rows = rows[call.function] ?? Self.defaultRows(call.function)
        let columns = rows.first?.keys.sorted() ?? []
        return QueryResult(
            columns: columns,
            cells: rows.map { row in columns.map { column in row[column].flatMap { $0 }.map { Array($0.utf8) } } },
            affected: rows.count
        )
    }

    func stream(_ statement: Statement, _ parameters: [Value], batch: Int) async throws -> RowStream {
        let all = try await query(statement, parameters)
        let none = QueryResult(columns: all.columns, cells: [], affected: 0)
        return RowStream(first: all, fetch: { none }, finish: { _ in })
    }

    func copy(_ rows: CopyText, into target: CopyTarget) async throws {
        if let failure = failures[target.table] { throw failure }
        noted.withLock {
            $0.append(
                Call(
                    function: target.table, statement: Statement(name: "", sql: ""),
                    arguments: ["rows": .bytes(rows.bytes)]))
        }
    }

    /// The names stand in the statement: `p_amount => $4`.
    private static func call(_ statement: Statement, _ parameters: [Value]) -> Call {
        var arguments: [String: Value] = [:]
        for match in statement.sql.matches(of: /p_([a-z0-9_]+) => \$([0-9]+)/) {
            arguments[String(match.1)] = parameters[Int(match.2)! - 1]
        }
        return Call(
            function: String(statement.name.dropFirst("api.".count)), statement: statement, arguments: arguments)
    }

    /// What ends a checkout gives its answer; what leaves it open gives none.
    private static func defaultRows(_ name: String) -> Rows {
        if name == "checkout_action" {
            return [["response_status": "202", "response_body": "{}", "state": "ACTION_REQUIRED"]]
        }
        let isOpen = ["checkout_intent", "checkout_doubt", "checkout_review", "checkout_compensate"].contains(name)
        return [
            [
                "response_status": isOpen ? nil : "201", "response_body": isOpen ? nil : "{}",
                "state": isOpen ? "UNKNOWN" : "COMMITTED", "value": "0", "intent_reference": "pi",
                "may_be_confirmed": "t",
            ]
        ]
    }
}
