import CLibPQ
import Foundation

extension ConnectionParameters {
    /// Opens a connection as `open()` does, for whoever has to know why not: at most so long for all hosts together, and with
    /// the server's SQLSTATE, which libpq tells of a refused connection only as a part of its text (manual, section 34.11,
    /// `PQsetErrorVerbosity`). Blocks; only the resolution of names may take longer than the limit.
    /// - Throws: `PostgresError` of kind `cannotConnect` or `unusableParameters`.
    func open(within limit: Duration) throws -> OpaquePointer {
        guard Self.isWellFormed(connectionString) else {
            throw PostgresError(kind: .unusableParameters, message: Self.malformed)
        }
        let deadline = ContinuousClock.now + limit
        guard let handle = withKeywords(PQconnectStartParams) else {
            throw PostgresError(kind: .cannotConnect, message: "out of memory")
        }
        PQsetErrorVerbosity(handle, PQERRORS_VERBOSE)
        let wasRefusedAtOnce = PQstatus(handle) == CONNECTION_BAD
        var next = wasRefusedAtOnce ? PGRES_POLLING_FAILED : PGRES_POLLING_WRITING
        while next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING {
            let events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var socket = pollfd(fd: PQsocket(handle), events: Int16(events), revents: 0)
            let left = max(.zero, deadline - .now) / .milliseconds(1)
            guard poll(&socket, 1, Int32(left)) != 0 else {
                PQfinish(handle)
                throw PostgresError(kind: .cannotConnect, message: "no answer within \(limit)")
            }
            next = PQconnectPoll(handle)
        }
        guard next == PGRES_POLLING_OK else {
            defer { PQfinish(handle) }
            var error = ServerMessage.ofRefusal(handle)
            if wasRefusedAtOnce, withKeywords(PQpingParams) == PQPING_NO_ATTEMPT { error.kind = .unusableParameters }
            throw error
        }
        PQsetErrorVerbosity(handle, PQERRORS_DEFAULT)
        return handle
    }

    private func withKeywords<Result>(
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>, Int32) -> Result
    ) -> Result {
        CStrings.withPointers(keywords.map(\.0)) { names in
            CStrings.withPointers(keywords.map(\.1)) { values in body(names, values, 1) }
        }
    }
}
