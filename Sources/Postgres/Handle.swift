import CLibPQ

/// The one place that holds a `PGconn`. `@unchecked`, because the compiler cannot see that only the connection's actor
/// uses it, on its own thread, and its `deinit`, when nobody else can.
final class Handle: @unchecked Sendable {
    private var pointer: OpaquePointer?

    /// Takes the connection over.
    func start(_ pointer: OpaquePointer) {
        self.pointer = pointer
    }

    /// The connection.
    /// - Throws: `PostgresError` of kind `closed` when it has been ended.
    func open() throws -> OpaquePointer {
        guard let pointer else { throw PostgresError(kind: .closed, message: "the connection is closed") }
        return pointer
    }

    /// Ends the connection, once.
    func finish() {
        if let pointer { PQfinish(pointer) }
        pointer = nil
    }
}
