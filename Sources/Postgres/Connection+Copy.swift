import CLibPQ

extension Connection {
    /// Adds rows to a table (manual, section 34.10), in a transaction of their own.
    /// - Throws: `PostgresError`, also of a row that the table does not take: none is added then.
    public func copy(_ rows: CopyText, into target: CopyTarget) throws {
        try refuseStale()
        let pointer = try handle.open()
        try begin("copy \(target.table) (\(target.columns.joined(separator: ", "))) from stdin", on: pointer)
        let isSent = rows.bytes.withUnsafeBytes { bytes in
            PQputCopyData(pointer, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count)) == 1
        }
        let isEnded = PQputCopyEnd(pointer, isSent ? nil : "not sent") == 1
        try finish(on: pointer)
        guard isSent, isEnded else { throw PostgresError(kind: .connectionLost, message: "the rows were not sent") }
    }

    private func begin(_ copy: String, on pointer: OpaquePointer) throws {
        let result = PQexec(pointer, copy)
        defer { PQclear(result) }
        guard PQresultStatus(result) == PGRES_COPY_IN else { throw ServerMessage.error(of: result, on: pointer) }
    }

    /// Reads to the end of the answer, so that the connection is free for the next statement; the first error is the one that tells.
    private func finish(on pointer: OpaquePointer) throws {
        var failure: PostgresError?
        while let result = PQgetResult(pointer) {
            defer { PQclear(result) }
            if PQresultStatus(result) != PGRES_COMMAND_OK, failure == nil {
                failure = ServerMessage.error(of: result, on: pointer)
            }
        }
        if let failure { throw failure }
    }
}
