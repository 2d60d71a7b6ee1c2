import NIOPosix
import Synchronization

/// Hashes passwords on threads of its own, a bounded number of them with a bounded queue: a flood of logins makes logins
/// slow, and nothing else.
final class PasswordHasher: Sendable {
    private let threads: NIOThreadPool
    private let waiting = Mutex(0)
    private let configuration: Configuration.Passwords
    /// What an unknown e-mail's password is compared with, so that the answer takes as long as for a known one.
    let decoy: PasswordHash

    init(_ configuration: Configuration.Passwords) throws {
        self.configuration = configuration
        decoy = try PasswordHash(hashing: RandomBytes.hex(count: 16), logRounds: configuration.scryptLogRounds)
        threads = NIOThreadPool(numberOfThreads: configuration.workers)
        threads.start()
    }

    /// The PHC string for a new password.
    /// - Throws: `APIError` 503 when too many are waiting.
    func hash(_ password: String) async throws -> String {
        let logRounds = configuration.scryptLogRounds
        return try await run { try PasswordHash(hashing: password, logRounds: logRounds).phc }
    }

    /// Whether a password is the one of a PHC string; false, after the same work, when there is no string. A hash that was made
    /// when the cost was lower is topped up to today's, so that the time does not tell whose password is old and whose e-mail
    /// is unknown.
    /// - Throws: `APIError` 503 when too many are waiting.
    func matches(_ password: String, phc: String?) async throws -> Bool {
        let hash = phc.flatMap { PasswordHash(phc: $0) }
        let decoy = decoy
        let logRounds = configuration.scryptLogRounds
        return try await run {
            let matches = try (hash ?? decoy).matches(password) && hash != nil
            // 2^s + (2^s + 2^(s+1) + … + 2^(t-1)) is 2^t.
            for missing in PasswordHash.missingLogRounds(of: hash ?? decoy, upTo: logRounds) {
                _ = try PasswordHash(hashing: password, logRounds: missing)
            }
            return matches
        }
    }

    private func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        let limit = configuration.queueLimit + configuration.workers
        let isAdmitted = waiting.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isAdmitted else { throw APIError(.serviceUnavailable) }
        defer { waiting.withLock { $0 -= 1 } }
        return try await threads.runIfActive(work)
    }
}
