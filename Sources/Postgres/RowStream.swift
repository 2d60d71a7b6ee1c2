import Synchronization

/// The rows of a statement a batch at a time, from a cursor on the server: whoever reads slowly holds a connection, and no memory.
/// It ends by itself behind the last row, with `close`, or when nobody has it any more.
public final class RowStream: Sendable {
    private struct State {
        var first: QueryResult?
        var isOver = false
    }

    private let state: Mutex<State>
    private let fetch: @Sendable () async throws -> QueryResult
    private let finish: @Sendable (_ isWhole: Bool) -> Void

    /// The first batch is there already: a statement that is refused is refused before a stream of it exists.
    init(
        first: QueryResult,
        fetch: @escaping @Sendable () async throws -> QueryResult,
        finish: @escaping @Sendable (_ isWhole: Bool) -> Void
    ) {
        state = Mutex(State(first: first))
        self.fetch = fetch
        self.finish = finish
    }

    deinit {
        close()
    }

    /// The next rows; nil behind the last.
    /// - Throws: `PostgresError`; the stream has ended then.
    public func next() async throws -> QueryResult? {
        let (first, isOver) = state.withLock { state in
            defer { state.first = nil }
            return (state.first, state.isOver)
        }
        if isOver { return nil }
        do {
            let batch = if let first { first } else { try await fetch() }
            if batch.isEmpty { end(isWhole: true) }
            return batch.isEmpty ? nil : batch
        } catch {
            end(isWhole: false)
            throw error
        }
    }

    /// Ends it before its last row.
    public func close() {
        end(isWhole: false)
    }

    private func end(isWhole: Bool) {
        let isFirst = state.withLock { state in
            defer { state.isOver = true }
            return !state.isOver
        }
        if isFirst { finish(isWhole) }
    }
}
