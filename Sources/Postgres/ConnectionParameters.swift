import CLibPQ

/// How to reach a server and how a session on it behaves.
public struct ConnectionParameters: Sendable {
    /// A libpq connection string: a URI or `key=value` pairs; empty for libpq's environment variables alone
    /// (manual, section 34.1.1).
    public var connectionString: String
    /// What the session is called in `pg_stat_activity`.
    public var applicationName: String
    /// Settings of the session, made right after connecting; milliseconds where a time has no unit.
    public var settings: [(name: String, value: String)]

    /// Parameters with no settings but the name.
    public init(_ connectionString: String, applicationName: String, settings: [(name: String, value: String)] = []) {
        self.connectionString = connectionString
        self.applicationName = applicationName
        self.settings = settings
    }

    /// What libpq is told. Later ones win over those in the string; a peer that vanished is noticed within seconds.
    var keywords: [(String, String)] {
        [
            ("connect_timeout", "5"),
            ("keepalives_idle", "5"),
            ("keepalives_interval", "2"),
            ("keepalives_count", "3"),
            ("tcp_user_timeout", "10000"),
            ("dbname", connectionString),
            ("fallback_application_name", applicationName),
            ("client_encoding", "UTF8"),
        ]
    }

    /// Opens a connection; blocks until it stands or fails.
    /// - Throws: `PostgresError` of kind `cannotConnect`. A malformed string is reported without its text, which may hold
    ///   a password.
    func open() throws -> OpaquePointer {
        guard Self.isWellFormed(connectionString) else {
            throw PostgresError(kind: .cannotConnect, message: Self.malformed)
        }

        let pairs = keywords
        let handle = CStrings.withPointers(pairs.map(\.0)) { names in
            CStrings.withPointers(pairs.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let handle else { throw PostgresError(kind: .cannotConnect, message: "out of memory") }
        guard PQstatus(handle) == CONNECTION_OK else {
            defer { PQfinish(handle) }
            throw PostgresError(kind: .cannotConnect, message: ServerMessage.ofConnection(handle))
        }
        return handle
    }

    /// The same server and login, another database: a string of `key='value'` pairs, with the password if there was one.
    /// - Throws: `PostgresError` of kind `cannotConnect` for a malformed string, without its text.
    public static func connectionString(_ connectionString: String, database: String) throws -> String {
        guard isWellFormed(connectionString), let options = PQconninfoParse(connectionString, nil) else {
            throw PostgresError(kind: .cannotConnect, message: malformed)
        }
        defer { PQconninfoFree(options) }
        var pairs = ["dbname": database]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                pairs.merge([String(cString: keyword): String(cString: value)]) { old, _ in old }
            }
            option += 1
        }
        return pairs.sorted { $0.key < $1.key }
            .map { "\($0.key)='\($0.value.replacing("\\", with: "\\\\").replacing("'", with: "\\'"))'" }
            .joined(separator: " ")
    }

    /// What is said of a connection string that may not be shown.
    static let malformed =
        "the connection string is malformed (in a URI, special characters of a password are percent-encoded)"

    /// Whether libpq takes the string for what its author means. A password with a bare `@`, `/` or `:` in a URI is cut in
    /// two, and its end would be shown as the name of a host, a port or a database.
    static func isWellFormed(_ connectionString: String) -> Bool {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(connectionString, &complaint) else {
            PQfreemem(complaint)
            return false
        }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            let value = option.pointee.val.map { String(cString: $0) } ?? ""
            switch String(cString: keyword) {
            case "host", "hostaddr", "dbname": if value.contains("@") { return false }
            case "port": if !value.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ",") }) { return false }
            default: break
            }
            option += 1
        }
        return true
    }
}
