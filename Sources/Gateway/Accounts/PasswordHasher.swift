import NIOPosix
import Synchronization

/// Hashes passwords on threads of its own, a bounded number of them with a bounded queue: a flood of logins makes logins
/// slow, and nothing else.
final class PasswordHasher: Sendable {
    private let threads: NIOThreadPool
    private let waiting = Mutex(0)
    private let configuration: Configuration.Passwords
    /// What an unknown e-mail's password is hashed with, so that the answer takes as long as for a known one.
    private let decoy: PasswordChallenge

    init(_ configuration: Configuration.Passwords) {
        self.configuration = configuration
        decoy = PasswordChallenge(logRounds: configuration.scryptLogRounds)
        threads = NIOThreadPool(numberOfThreads: configuration.workers)
        threads.start()
    }

    /// The PHC string for a new password, as the database keeps it.
    /// - Throws: `APIError` 503 when too many are waiting.
    func hash(_ password: String) async throws -> String {
        let challenge = PasswordChallenge(logRounds: configuration.scryptLogRounds)
        return try await run { challenge.phc(hashOf: try challenge.proof(of: password)) }
    }

    /// What proves a password: the key that scrypt derives with the challenge, a PHC string; with none, one that proves nothing,
    /// after the same work. A challenge that was made when the cost was lower is topped up to today's, so that the time does not
    /// tell whose password is old and whose e-mail is unknown.
    /// - Throws: `APIError` 503 when too many are waiting.
    func proof(of password: String, challenge phc: String?) async throws -> [UInt8] {
        let challenge = phc.flatMap { PasswordChallenge(phc: $0) } ?? decoy
        let logRounds = configuration.scryptLogRounds
        return try await run {
            let proof = try challenge.proof(of: password)
            // 2^s + (2^s + 2^(s+1) + … + 2^(t-1)) is 2^t.
            for missing in challenge.missingLogRounds(upTo: logRounds) {
                _ = try PasswordChallenge(logRounds: missing).proof(of: password)
            }
            return proof
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
