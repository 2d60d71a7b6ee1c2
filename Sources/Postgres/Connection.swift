import CLibPQ
import Synchronization

/// One session with a server. Calls run one after the other on a thread of the connection's own, so that libpq may block.
public actor Connection: ConnectionEngine {
    private let executor: ThreadExecutor
    let handle: Handle
    private let notices: NoticeBox
    /// The server's names of what this session has prepared, by text.
    private var prepared: [String: String] = [:]

    /// Where the actor's calls run.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    /// Connects and makes the session's settings. With a limit: at most so long, and a refusal carries the server's SQLSTATE.
    /// - Throws: `PostgresError` of kind `cannotConnect`, with a limit also `unusableParameters`, or the server's refusal of a
    ///   setting.
    public static func connect(
        _ parameters: ConnectionParameters,
        within limit: Duration? = nil,
        onNotice: (@Sendable (String) -> Void)? = nil
    ) async throws -> Connection {
        let connection = Connection(name: parameters.applicationName, onNotice: onNotice)
        try await connection.open(parameters, within: limit)
        return connection
    }

    private init(name: String, onNotice: (@Sendable (String) -> Void)?) {
        executor = ThreadExecutor(name: name)
        handle = Handle()
        notices = NoticeBox(onNotice)
    }

    deinit {
        handle.finish()
        executor.stop()
    }

    /// Prepares a statement for later calls in this session, unless that is done already. Short names of our own, as the
    /// server tells only the first 63 bytes of a name apart.
    /// - Throws: `PostgresError`, e.g. when a function that it calls does not exist.
    public func prepare(_ statement: Statement) throws {
        _ = try preparedName(of: statement, on: handle.open())
    }

    /// Runs a statement, which is prepared the first time.
    /// - Throws: `PostgresError`.
    public func query(_ statement: Statement, _ parameters: [Value] = []) throws -> QueryResult {
        let pointer = try handle.open()
        let name = try preparedName(of: statement, on: pointer)
        return try CStrings.withPointers(wireTexts(parameters)) { values in
            let result = PQexecPrepared(pointer, name, Int32(parameters.count), values, nil, nil, 0)
            return try rows(result, on: pointer)
        }
    }

    /// Runs one statement with parameters, without preparing it.
    /// - Throws: `PostgresError`.
    public func query(_ sql: String, _ parameters: [Value] = []) throws -> QueryResult {
        let pointer = try handle.open()
        return try CStrings.withPointers(wireTexts(parameters)) { values in
            let result = PQexecParams(pointer, sql, Int32(parameters.count), nil, values, nil, nil, 0)
            return try rows(result, on: pointer)
        }
    }

    /// Runs a script of many statements in one message: one transaction, unless the script says otherwise.
    /// - Throws: `PostgresError` of the statement that failed; `position` counts within the whole script.
    public func execute(script: String) throws {
        let pointer = try handle.open()
        try check(PQexec(pointer, script), on: pointer)
    }

    /// Ends the session; later calls throw `closed`.
    public func close() {
        handle.finish()
    }

    /// The server process of this session.
    public var processID: Int32 {
        get throws { PQbackendPID(try handle.open()) }
    }

    /// Where and as whom this session is connected, as libpq's environment variables (manual, section 34.15): for a program
    /// that is to go to the same place. Holds the password: for an environment, never for a command line.
    public var environment: [String: String] {
        get throws {
            guard let options = PQconninfo(try handle.open()) else { return [:] }
            defer { PQconninfoFree(options) }
            var environment: [String: String] = [:]
            var option = options
            while option.pointee.keyword != nil {
                if let name = option.pointee.envvar, let value = option.pointee.val, value.pointee != 0 {
                    environment[String(cString: name)] = String(cString: value)
                }
                option += 1
            }
            return environment
        }
    }

    func execute(_ statement: Statement, _ parameters: [Value]) throws -> QueryResult {
        try refuseStale()
        return try query(statement, parameters)
    }

    /// - Throws: `StaleConnection`.
    func refuseStale() throws {
        let pointer = try handle.open()
        // A server that ended the session while it was idle has said so and closed the socket: that is read here, so that
        // a statement is not sent into the void. Once for its last words, once for the end behind them.
        guard PQconsumeInput(pointer) == 1, PQconsumeInput(pointer) == 1, PQstatus(pointer) == CONNECTION_OK else {
            throw StaleConnection()
        }
    }

    private func preparedName(of statement: Statement, on pointer: OpaquePointer) throws -> String {
        if let name = prepared[statement.sql] { return name }
        let name = "s\(prepared.count)"
        try check(PQprepare(pointer, name, statement.sql, 0, nil), on: pointer)
        prepared[statement.sql] = name
        return name
    }

    private func open(_ parameters: ConnectionParameters, within limit: Duration?) throws {
        let pointer = try limit.map(parameters.open(within:)) ?? parameters.open()
        handle.start(pointer)
        notices.listen(to: pointer)
        for setting in parameters.settings {
            _ = try query("select set_config($1, $2, false)", [.text(setting.name), .text(setting.value)])
        }
    }

    private func wireTexts(_ parameters: [Value]) throws -> [String?] {
        try parameters.map { value in
            let text = value.wireText
            // libpq takes C strings: what stands behind a NUL would silently be lost.
            guard text?.utf8.contains(0) != true else {
                throw PostgresError(kind: .decoding, message: "a parameter contains U+0000")
            }
            return text
        }
    }

    private func check(_ result: OpaquePointer?, on pointer: OpaquePointer) throws {
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return
        default: throw ServerMessage.error(of: result, on: pointer)
        }
    }

    private func rows(_ result: OpaquePointer?, on pointer: OpaquePointer) throws -> QueryResult {
        defer { PQclear(result) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: return QueryResult(copying: result!)
        default: throw ServerMessage.error(of: result, on: pointer)
        }
    }
}
