/// One environment variable of the gateway: the row of `gateway --help`.
package struct Variable: Sendable {
    let name: String
    /// Used when the variable is absent; nil where it must be given or may be missing.
    let defaultValue: String?
    let isRequired: Bool
    let meaning: String

    private init(_ name: String, _ defaultValue: String? = nil, isRequired: Bool = false, _ meaning: String) {
        self.name = name
        self.defaultValue = defaultValue
        self.isRequired = isRequired
        self.meaning = meaning
    }

    /// All of them, in the order in which they are explained.
    static let all: [Variable] =
        [
            Variable("APP_ENV", "development", "development or production"),
            Variable("HOST", "127.0.0.1", "address to listen on"),
            Variable("PORT", "8080", "port to listen on"),
            Variable("LOG_LEVEL", "info", "trace, debug, info, notice, warning, error or critical"),
            Variable(
                "GATEWAY_DATABASE_URL", isRequired: true, "PostgreSQL, as the login mami_gateway; several hosts allowed"
            ),
            Variable("DATABASE_READ_CONNECTIONS", "6", "connections to PostgreSQL for short reads"),
            Variable("DATABASE_WRITE_CONNECTIONS", "6", "connections for short writes, the cart's above all"),
            Variable("DATABASE_MONEY_CONNECTIONS", "6", "connections for checkouts and what follows from them"),
            Variable("DATABASE_SEARCH_CONNECTIONS", "3", "connections for searches, which anybody may send"),
            Variable("DATABASE_SLOW_CONNECTIONS", "2", "connections for reports and exports"),
            Variable(
                "DATABASE_POOL_WAITERS", "512", "calls that may wait for a connection; further ones get 503 at once"),
            Variable("DATABASE_POOL_WAIT_MS", "3000", "how long a call waits for a connection"),
            Variable("DATABASE_STATEMENT_TIMEOUT_MS", "5000", "how long a statement may run"),
            Variable(
                "DATABASE_SLOW_STATEMENT_TIMEOUT_MS", "30000", "the same of a report, an export or a file of stock"),
            Variable("DATABASE_LOCK_TIMEOUT_MS", "3000", "how long a statement waits for a lock"),
            Variable("JWT_SECRET_KEY", isRequired: true, "HS256 key, at least 64 characters"),
            Variable("JWT_KEY_ID", "1", "kid of that key"),
            Variable("JWT_PREVIOUS_SECRET_KEY", "a second key, for verification only, while keys are rotated"),
            Variable("JWT_PREVIOUS_KEY_ID", "kid of the second key"),
            Variable("JWT_ISSUER", "mami", "iss of the access tokens"),
            Variable("JWT_AUDIENCE", "mami", "aud of the access tokens"),
            Variable("ACCESS_TOKEN_SECONDS", "900", "life of an access token"),
            Variable("REFRESH_TOKEN_SECONDS", "2592000", "life of a refresh token"),
            Variable("SCRYPT_LN", "15", "cost of new password hashes: log2 of scrypt's N"),
            Variable("SCRYPT_WORKERS", "2", "threads that hash passwords"),
            Variable("SCRYPT_QUEUE", "64", "passwords that may wait for a thread; further ones get 503"),
            Variable("AUTH_RATE_PER_ADDRESS", "60", "register and login calls a minute from one address"),
            Variable("AUTH_RATE_PER_EMAIL", "10", "register and login calls a minute for one e-mail"),
            Variable(
                "SEARCH_RATE_PER_ADDRESS", "600", "searches of products a minute from one address, at each gateway"),
            Variable("TRUSTED_PROXIES", "0", "proxies in front whose X-Forwarded-For entries are believed"),
            Variable("PAYMENT_PROVIDER_URL", isRequired: true, "the card provider's API"),
            Variable("PAYMENT_PROVIDER_API_KEY", isRequired: true, "the key to it"),
            Variable(
                "PAYMENT_TIMEOUT_MS", "10000", "how long the provider may take before the outcome counts as unknown"),
            Variable(
                "PAYMENT_RETURN_URL", "http://localhost:3000/checkout/return",
                "where a browser goes when a card's owner has approved or refused a payment"),
            Variable("CHECKOUT_LEASE_SECONDS", "60", "how long a checkout belongs to the gateway that began it"),
            Variable(
                "CHECKOUT_RESUME_SECONDS", "900",
                "how long a payment in doubt is confirmed again; later it is looked up, and given up if it is open"
            ),
            Variable("RECONCILER_POLL_MS", "1000", "how often open checkouts and the outbox are looked at"),
            Variable(
                "RECONCILIATION_POLL_MS", "30000",
                "how often it is looked whether the books are to be compared with the provider's list"),
            Variable("PAYMENT_WEBHOOK_SECRET", "the secret with which the provider signs its events"),
            Variable("PAYMENT_WEBHOOK_PREVIOUS_SECRET", "a second secret, accepted while secrets are rotated"),
            Variable("PAYMENT_WEBHOOK_TOLERANCE_SECONDS", "300", "how old a signed event may be"),
            Variable("AUDIT_SEAL_MS", "1000", "how often new entries of the audit log are sealed"),
            Variable(
                "AUDIT_SEALING_KEY",
                "32 bytes as base64 (`openssl rand -base64 32`), the Ed25519 key that signs checkpoints of the audit log; without it none is signed"
            ),
            Variable("AUDIT_SEALING_KEY_FILE", "a file with that key instead"),
            Variable("AUDIT_LOG_NAME", "mami/audit", "who signs: name of the key and origin of the checkpoints"),
            Variable("AUDIT_CHECKPOINT_SECONDS", "60", "how often a checkpoint is signed, when something was sealed"),
            Variable(
                "AUDIT_CHECKPOINT_FILE",
                "a file that each checkpoint is appended to, best one that no administrator of the database can write"),
            Variable("CRASH_POINT", "for tests: the step at which the gateway kills itself; refused in production"),
            Variable("DEFAULT_LIMIT", "50", "rows of a list without a limit"),
            Variable("MAX_LIMIT", "200", "rows of a list at the most"),
            Variable("BODY_LIMIT_BYTES", "1048576", "the largest body"),
            Variable(
                "REQUEST_TIMEOUT_MS", "30000", "how long a confirm may take before it is answered with 504; it goes on"),
            Variable(
                "HTTP_IDLE_SECONDS", "75",
                "how long a client may be silent in or between requests; more than a proxy in front keeps its connections"
            ),
            Variable("HTTP_HEAD_SECONDS", "10", "how long a request's header may take from its first byte"),
            Variable("HTTP_BODY_SECONDS", "60", "how long a body may take"),
            Variable("HTTP_ANSWER_SECONDS", "30", "how long a client may take nothing of its answer"),
            Variable("HTTP_CONNECTIONS", "4096", "connections at once; further ones get 503"),
            Variable(
                "HTTP_CONNECTIONS_PER_ADDRESS", "256",
                "of them those of one client address; not counted behind trusted proxies"),
            Variable("BODY_MEMORY_BYTES", "67108864", "all bodies in memory together; further ones get 503"),
            Variable("CORS_ALLOWED_ORIGINS", "", "origins of browsers that may call, separated by commas"),
            Variable(
                "SHUTDOWN_GRACE_SECONDS", "20", "how long requests in flight may take once the gateway is told to stop"),
            Variable("SHUTDOWN_DRAIN_MS", "0", "how long /ready answers 503 before the listener closes"),
        ]
        + Setting.all.map { setting in
            Variable(setting.variable, "\(setting.meaning): compared with the database at start, which wins")
        }

    /// A documented variable without a default.
    private init(_ name: String, _ meaning: String) {
        self.init(name, nil, isRequired: false, meaning)
    }

    /// The text of `gateway --help`.
    package static var help: String {
        let rows = all.map { variable in
            let value =
                variable.isRequired
                ? "(required)" : variable.defaultValue.map { $0.isEmpty ? "(empty)" : $0 } ?? "(none)"
            let name = variable.name.padding(to: 36)
            return "  \(name)\(value.padding(to: 14))\(variable.meaning)"
        }
        return """
            The HTTP gateway of Mami. Configured by environment variables alone:

            \(rows.joined(separator: "\n"))

            Example:
              GATEWAY_DATABASE_URL=postgresql://mami_gateway@localhost/mami JWT_SECRET_KEY=… \\
              PAYMENT_PROVIDER_URL=http://127.0.0.1:8090 PAYMENT_PROVIDER_API_KEY=… gateway
            """
    }
}

extension String {
    /// The text with spaces behind it, up to a width.
    fileprivate func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(1, width - count))
    }
}
