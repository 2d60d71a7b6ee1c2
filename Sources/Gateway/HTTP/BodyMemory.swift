import Synchronization

/// How much memory the bodies of all requests together may take.
final class BodyMemory: Sendable {
    private let limit: Int
    private let used = Mutex(0)

    /// Bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// Bytes that are taken now.
    var current: Int { used.withLock { $0 } }

    /// What one request has taken: given back when nobody has it any more.
    final class Share: Sendable {
        private let memory: BodyMemory
        private let bytes = Mutex(0)

        fileprivate init(_ memory: BodyMemory) {
            self.memory = memory
        }

        /// Takes more.
        /// - Throws: `APIError` 503 when all together would be too much.
        func take(_ count: Int) throws {
            try memory.used.withLock { used in
                guard used + count <= memory.limit else { throw APIError(.serviceUnavailable) }
                used += count
            }
            bytes.withLock { $0 += count }
        }

        deinit {
            let count = bytes.withLock { $0 }
            memory.used.withLock { $0 -= count }
        }
    }

    /// For a new request.
    func share() -> Share { Share(self) }
}
