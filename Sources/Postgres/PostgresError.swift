/// An error of the database, or on the way to it.
///
/// Its description names kind, SQLSTATE and, for errors about the connection, the message. What the server says of a
/// statement may quote parameters (`Key (email)=(…) already exists`), so it is reachable as properties and never described.
public struct PostgresError: Error, Sendable {
    /// Where it went wrong.
    public enum Kind: String, Sendable {
        /// The server refused the statement; `sqlState` says why.
        case server
        /// The connection broke while a statement was under way: it may have run, or not.
        case connectionLost
        /// No connection could be made.
        case cannotConnect
        /// What libpq was told leads nowhere, whatever the server does: a malformed connection string, an unknown service.
        case unusableParameters
        /// The queue for connections is full, or the wait for one took too long.
        case poolExhausted
        /// The pool or the connection has been closed.
        case closed
        /// A parameter cannot be sent, or a cell is not what was asked for.
        case decoding
    }

    /// Where it went wrong.
    public var kind: Kind
    /// The server's code, where the server spoke.
    public var sqlState: SQLState?
    /// The primary message.
    public var message: String
    /// The server's detail; for the shop's own errors a JSON object.
    public var detail: String?
    /// The server's hint; for the shop's own errors the sentence for people.
    public var hint: String?
    /// The constraint that was violated.
    public var constraint: String?
    /// The stack of functions in which it happened.
    public var context: String?
    /// Where in the statement's text it happened: characters, from 1.
    public var position: Int?

    /// An error of our own making.
    init(kind: Kind, message: String) {
        self.kind = kind
        self.message = message
    }

    /// Whether the whole transaction may be tried again: it was ended for the sake of others.
    public var isRetryable: Bool {
        sqlState == .serializationFailure || sqlState == .deadlockDetected
    }

    /// Whether the server is away, shutting down, starting up or out of resources: classes 08, 53, 57P.
    public var isUnavailable: Bool {
        switch kind {
        case .connectionLost, .cannotConnect, .poolExhausted, .closed: return true
        case .server:
            guard let state = sqlState else { return false }
            return ["08", "53"].contains(state.errorClass) || state.rawValue.hasPrefix("57P")
        case .decoding, .unusableParameters: return false
        }
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    /// Kind, SQLSTATE, and the message where no statement is concerned.
    public var description: String {
        switch (kind, sqlState) {
        case (.server, let state?): "PostgresError(server, \(state))"
        case (_, let state?): "PostgresError(\(kind.rawValue), \(state))"
        case (_, nil): "PostgresError(\(kind.rawValue): \(message))"
        }
    }
    /// As `description`, so that string interpolation of any kind shows no more.
    public var debugDescription: String { description }
}
