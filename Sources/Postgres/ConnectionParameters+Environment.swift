import CLibPQ

extension ConnectionParameters {
    /// What the connection string says, as libpq's environment variables (manual, section 34.15), for PostgreSQL's own
    /// programs: a command line is shown to all users of a machine, an environment is not. What the string leaves open is left
    /// out. Parameters without a variable (`keepalives` and the like) are lost.
    /// - Throws: `PostgresError` of kind `unusableParameters`.
    public func environment() throws -> [String: String] {
        guard Self.isWellFormed(connectionString), let options = PQconninfoParse(connectionString, nil) else {
            throw PostgresError(kind: .unusableParameters, message: Self.malformed)
        }
        defer { PQconninfoFree(options) }
        var environment: [String: String] = [:]
        var option = options
        while option.pointee.keyword != nil {
            if let name = option.pointee.envvar, let value = option.pointee.val {
                environment[String(cString: name)] = String(cString: value)
            }
            option += 1
        }
        return environment
    }
}
