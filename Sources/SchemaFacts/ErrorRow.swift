import SQLText

/// A row of db/errors.sql as a member of the gateway's `ErrorCode`.
struct ErrorRow {
    static let columns = ["code", "http_status", "message", "retry_after_seconds", "constraint_names"]

    let code: String
    let status: Int
    let message: String
    let retryAfter: Int?
    let constraints: [String]

    init(_ row: ValueRows.Row) throws {
        code = try row.text(0)
        guard let status = try row.integer(1) else { throw Fault("\(row.place): a status is needed") }
        self.status = status
        message = try row.text(2)
        retryAfter = try row.integer(3)
        constraints = try row.list(4) ?? []
    }

    /// `INSUFFICIENT_STOCK` is `insufficientStock`.
    var name: String {
        let words = code.split(separator: "_").map { $0.lowercased() }
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    var declaration: String {
        """
            /// \(status): \(message)
            static let \(name) = ErrorCode(
                code: \(literal(code)), status: \(status), message: \(literal(message)),
                retryAfterSeconds: \(retryAfter.map(String.init) ?? "nil"),
                constraints: [\(constraints.map(literal).joined(separator: ", "))])
        """
    }
}

/// A setting with a first value, as an element of the gateway's `Setting.all`.
struct SettingRow {
    static let columns = ["name", "value", "meaning"]

    let element: String

    init(_ row: ValueRows.Row) throws {
        element =
            "        Setting(name: \(try literal(row.text(0))), firstValue: \(try literal(row.text(1))), meaning: \(try literal(row.text(2)))),"
    }
}

/// A Swift string literal.
private func literal(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n") + "\""
}
