import AuditSeal
import NIOCore

/// Everything that the gateway can be told, read once from the environment. `Variable.all` documents each.
package struct Configuration: Sendable {
    /// Where the gateway listens and how it speaks HTTP.
    struct HTTP: Sendable {
        var host: String
        var port: Int
        var bodyLimit: Int
        var bodyMemory: Int
        var connections: ConnectionLimits
        /// Searches a minute from one address.
        var searchRate: Int
        var requestTimeout: Duration
        var idleTimeout: TimeAmount
        var allowedOrigins: Set<String>
        var trustedProxies: Int
        var shutdownGrace: Duration
        var shutdownDrain: Duration
    }

    /// Signing keys and lives of tokens.
    struct Tokens: Sendable {
        var keyID: String
        var secretKey: String
        var previousKeyID: String?
        var previousSecretKey: String?
        var issuer: String
        var audience: String
        var accessSeconds: Int
        var refreshSeconds: Int
    }

    /// The cost of password hashes and the limits of public calls.
    struct Passwords: Sendable {
        var scryptLogRounds: Int
        var workers: Int
        var queueLimit: Int
        var ratePerAddress: Int
        var ratePerEmail: Int
    }

    /// The way to PostgreSQL.
    struct Database: Sendable {
        var url: String
        var connections: [Route.Lane: Int]
        var waiterLimit: Int
        var waitLimit: Duration
        var statementTimeoutMilliseconds: Int
        /// Of the slow lane.
        var slowStatementTimeoutMilliseconds: Int
        var lockTimeoutMilliseconds: Int
    }

    /// The way to the card provider.
    struct Payments: Sendable {
        var url: String
        var apiKey: String
        var timeout: TimeAmount
        /// Where a browser goes when the card's owner has decided.
        var returnURL: String
        var leaseSeconds: Int
        var resumeWindow: Duration
        var reconcilerPause: Duration
        var reconciliationPause: Duration
        var webhookSecrets: [String]
        var webhookTolerance: Int
        var crashPoint: CrashPoint?
    }

    /// How the audit log is sealed.
    struct Audit: Sendable {
        var sealPause: Duration
        /// Nil: nothing is signed.
        var key: SealingKey?
        var checkpointInterval: Duration
        var checkpointFile: CheckpointFile?
    }

    /// How long lists are.
    struct Lists: Sendable {
        var defaultLimit: Int
        var maximumLimit: Int
    }

    var isProduction: Bool
    package var logLevel: String
    var http: HTTP
    var tokens: Tokens
    var passwords: Passwords
    var database: Database
    var payments: Payments
    var audit: Audit
    var lists: Lists
    /// The shop's settings as given, by name: compared with the database at start.
    var settings: [String: String]
}
