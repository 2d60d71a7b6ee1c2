import CLibPQ

/// Errors as libpq tells them.
enum ServerMessage {
    /// The connection's last message, without its line end.
    static func ofConnection(_ handle: OpaquePointer) -> String {
        var text = String(cString: PQerrorMessage(handle))
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }

    /// Why the server refused a connection whose verbosity is `PQERRORS_VERBOSE`: `FATAL:  28P01: …`, then a line with the
    /// place in the server's source, which is of no use here.
    static func ofRefusal(_ handle: OpaquePointer) -> PostgresError {
        let lines = ofConnection(handle).split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }
        let text = lines.joined(separator: "\n")
        let code = #/:  ([0-9A-Z]{5}): /#
        var error = PostgresError(kind: .cannotConnect, message: text.replacing(code, with: ": "))
        // With several hosts the last one counts, as it does for libpq.
        error.sqlState = text.matches(of: code).last.map { SQLState(rawValue: String($0.1)) }
        return error
    }

    /// The error that a result carries. When the session has ended, whoever ended it, the kind is `connectionLost`.
    static func error(of result: OpaquePointer?, on handle: OpaquePointer) -> PostgresError {
        let isAlive = PQstatus(handle) == CONNECTION_OK
        var error = PostgresError(
            kind: isAlive ? .server : .connectionLost,
            message: field(messagePrimary, of: result) ?? ofConnection(handle)
        )
        error.sqlState = field(sqlState, of: result).map(SQLState.init(rawValue:))
        error.detail = field(messageDetail, of: result)
        error.hint = field(messageHint, of: result)
        error.constraint = field(constraintName, of: result)
        error.context = field(contextStack, of: result)
        error.position = field(statementPosition, of: result).flatMap { Int($0) }
        return error
    }

    private static func field(_ code: Int32, of result: OpaquePointer?) -> String? {
        guard let result, let text = PQresultErrorField(result, code) else { return nil }
        return String(cString: text)
    }

    // The codes of PG_DIAG_… in postgres_ext.h: character literals, which Swift does not import.
    private static let sqlState = Int32(UInt8(ascii: "C"))
    private static let messagePrimary = Int32(UInt8(ascii: "M"))
    private static let messageDetail = Int32(UInt8(ascii: "D"))
    private static let messageHint = Int32(UInt8(ascii: "H"))
    private static let statementPosition = Int32(UInt8(ascii: "P"))
    private static let contextStack = Int32(UInt8(ascii: "W"))
    private static let constraintName = Int32(UInt8(ascii: "n"))
}
