import CLibPQ

/// Errors as libpq tells them.
enum ServerMessage {
    /// The connection's last message, without its line end.
    static func ofConnection(_ handle: OpaquePointer) -> String {
        var text = String(cString: PQerrorMessage(handle))
        while text.last?.isNewline == true { text.removeLast() }
        return text
    }

    /// The error that a result carries. When the session has ended, whoever ended it, the kind is `connectionLost`.
    static func error(of result: OpaquePointer?, on handle: OpaquePointer) -> PostgresError {
        let isAlive = PQstatus(handle) == CONNECTION_OK
        var error = PostgresError(
            kind: isAlive ? .server : .connectionLost,
            message: field(PG_DIAG_MESSAGE_PRIMARY, of: result) ?? ofConnection(handle)
        )
        error.sqlState = field(PG_DIAG_SQLSTATE, of: result).map(SQLState.init(rawValue:))
        error.detail = field(PG_DIAG_MESSAGE_DETAIL, of: result)
        error.hint = field(PG_DIAG_MESSAGE_HINT, of: result)
        error.constraint = field(PG_DIAG_CONSTRAINT_NAME, of: result)
        error.context = field(PG_DIAG_CONTEXT, of: result)
        error.position = field(PG_DIAG_STATEMENT_POSITION, of: result).flatMap { Int($0) }
        return error
    }

    private static func field(_ code: Int32, of result: OpaquePointer?) -> String? {
        guard let result, let text = PQresultErrorField(result, code) else { return nil }
        return String(cString: text)
    }

    private static let PG_DIAG_SQLSTATE = Int32(UInt8(ascii: "C"))
    private static let PG_DIAG_MESSAGE_PRIMARY = Int32(UInt8(ascii: "M"))
    private static let PG_DIAG_MESSAGE_DETAIL = Int32(UInt8(ascii: "D"))
    private static let PG_DIAG_MESSAGE_HINT = Int32(UInt8(ascii: "H"))
    private static let PG_DIAG_STATEMENT_POSITION = Int32(UInt8(ascii: "P"))
    private static let PG_DIAG_CONTEXT = Int32(UInt8(ascii: "W"))
    private static let PG_DIAG_CONSTRAINT_NAME = Int32(UInt8(ascii: "n"))
}
