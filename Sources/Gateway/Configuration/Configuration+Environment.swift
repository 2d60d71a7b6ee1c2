import AuditSeal
import Foundation

/// What is wrong with the environment, all of it at once. Names variables, never their values.
struct ConfigurationError: Error, CustomStringConvertible {
    let problems: [String]
    var description: String { problems.joined(separator: "\n") }
}

/// Reads variables and collects what is wrong with them.
private struct EnvironmentReader {
    let environment: [String: String]
    var problems: [String] = []

    private func value(_ name: String) -> String? {
        let given = environment[name].flatMap { $0.isEmpty ? nil : $0 }
        return given ?? Variable.all.first { $0.name == name }?.defaultValue
    }

    mutating func text(_ name: String) -> String {
        guard let value = value(name) else {
            problems.append("\(name) is required")
            return ""
        }
        return value
    }

    func optional(_ name: String) -> String? {
        value(name)
    }

    mutating func integer(_ name: String, _ range: ClosedRange<Int>) -> Int {
        guard let value = Int(text(name)), range.contains(value) else {
            problems.append("\(name) must be a number from \(range.lowerBound) to \(range.upperBound)")
            return range.lowerBound
        }
        return value
    }

    /// An address of the web.
    mutating func address(_ name: String) -> String {
        let value = text(name)
        let url = URL(string: value)
        if !["http", "https"].contains(url?.scheme ?? "") || (url?.host ?? "").isEmpty {
            problems.append("\(name) must be an address that begins with https:// or http://")
        }
        return value
    }

    mutating func secret(_ name: String, _ value: String?) -> String? {
        if let value, value.count < 64 { problems.append("\(name) must have at least 64 characters") }
        return value
    }

    /// From the variable, or from the file that the other one names.
    mutating func sealingKey() -> SealingKey? {
        let name = text("AUDIT_LOG_NAME")
        if !SealingKey.isName(name) { problems.append("AUDIT_LOG_NAME must have no blanks and no plus") }
        var seed = optional("AUDIT_SEALING_KEY")
        if let path = optional("AUDIT_SEALING_KEY_FILE") {
            if seed != nil { problems.append("AUDIT_SEALING_KEY and AUDIT_SEALING_KEY_FILE exclude each other") }
            seed = try? String(contentsOfFile: path, encoding: .utf8)
            if seed == nil { problems.append("AUDIT_SEALING_KEY_FILE cannot be read") }
        }
        guard let seed, SealingKey.isName(name) else { return nil }
        let key = SealingKey(name: name, seed: seed)
        if key == nil { problems.append("the audit log's sealing key must be 32 bytes as base64") }
        return key
    }
}

extension Configuration {
    /// Reads the environment.
    /// - Throws: `ConfigurationError` with everything that is wrong.
    package init(environment: [String: String]) throws {
        var read = EnvironmentReader(environment: environment)
        let appEnvironment = read.text("APP_ENV")
        if !["development", "production"].contains(appEnvironment) {
            read.problems.append("APP_ENV must be development or production")
        }
        isProduction = appEnvironment == "production"
        logLevel = read.text("LOG_LEVEL")
        http = HTTP(
            host: read.text("HOST"),
            port: read.integer("PORT", 0...65535),
            bodyLimit: read.integer("BODY_LIMIT_BYTES", 1024...67_108_864),
            bodyMemory: read.integer("BODY_MEMORY_BYTES", 1024...17_179_869_184),
            connections: ConnectionLimits(
                total: read.integer("HTTP_CONNECTIONS", 1...1_000_000),
                perAddress: read.integer("TRUSTED_PROXIES", 0...16) > 0
                    ? nil : read.integer("HTTP_CONNECTIONS_PER_ADDRESS", 1...1_000_000),
                headTime: .seconds(Int64(read.integer("HTTP_HEAD_SECONDS", 1...3600))),
                bodyTime: .seconds(Int64(read.integer("HTTP_BODY_SECONDS", 1...3600))),
                answerTime: .seconds(Int64(read.integer("HTTP_ANSWER_SECONDS", 1...3600)))
            ),
            searchRate: read.integer("SEARCH_RATE_PER_ADDRESS", 1...1_000_000),
            requestTimeout: .milliseconds(read.integer("REQUEST_TIMEOUT_MS", 100...600_000)),
            idleTimeout: .seconds(Int64(read.integer("HTTP_IDLE_SECONDS", 1...3600))),
            allowedOrigins: Set(read.text("CORS_ALLOWED_ORIGINS").split(separator: ",").map { $0.trimmed }),
            trustedProxies: read.integer("TRUSTED_PROXIES", 0...16),
            shutdownGrace: .seconds(read.integer("SHUTDOWN_GRACE_SECONDS", 1...600)),
            shutdownDrain: .milliseconds(read.integer("SHUTDOWN_DRAIN_MS", 0...600_000))
        )
        tokens = Tokens(
            keyID: read.text("JWT_KEY_ID"),
            secretKey: read.secret("JWT_SECRET_KEY", read.text("JWT_SECRET_KEY")) ?? "",
            previousKeyID: read.optional("JWT_PREVIOUS_KEY_ID"),
            previousSecretKey: read.secret("JWT_PREVIOUS_SECRET_KEY", read.optional("JWT_PREVIOUS_SECRET_KEY")),
            issuer: read.text("JWT_ISSUER"),
            audience: read.text("JWT_AUDIENCE"),
            accessSeconds: read.integer("ACCESS_TOKEN_SECONDS", 1...86_400),
            refreshSeconds: read.integer("REFRESH_TOKEN_SECONDS", 1...31_536_000)
        )
        if (tokens.previousKeyID == nil) != (tokens.previousSecretKey == nil) {
            read.problems.append("JWT_PREVIOUS_SECRET_KEY and JWT_PREVIOUS_KEY_ID go together")
        } else if tokens.previousKeyID == tokens.keyID {
            read.problems.append("JWT_PREVIOUS_KEY_ID must differ from JWT_KEY_ID")
        }
        passwords = Passwords(
            scryptLogRounds: read.integer("SCRYPT_LN", 10...20),
            workers: read.integer("SCRYPT_WORKERS", 1...64),
            queueLimit: read.integer("SCRYPT_QUEUE", 1...10_000),
            ratePerAddress: read.integer("AUTH_RATE_PER_ADDRESS", 1...1_000_000),
            ratePerEmail: read.integer("AUTH_RATE_PER_EMAIL", 1...1_000_000)
        )
        database = Database(
            url: read.text("GATEWAY_DATABASE_URL"),
            connections: [
                .read: read.integer("DATABASE_READ_CONNECTIONS", 1...500),
                .write: read.integer("DATABASE_WRITE_CONNECTIONS", 1...500),
                .money: read.integer("DATABASE_MONEY_CONNECTIONS", 1...500),
                .search: read.integer("DATABASE_SEARCH_CONNECTIONS", 1...500),
                .slow: read.integer("DATABASE_SLOW_CONNECTIONS", 1...500),
            ],
            waiterLimit: read.integer("DATABASE_POOL_WAITERS", 1...100_000),
            waitLimit: .milliseconds(read.integer("DATABASE_POOL_WAIT_MS", 1...60_000)),
            statementTimeoutMilliseconds: read.integer("DATABASE_STATEMENT_TIMEOUT_MS", 1...600_000),
            slowStatementTimeoutMilliseconds: read.integer("DATABASE_SLOW_STATEMENT_TIMEOUT_MS", 1...600_000),
            lockTimeoutMilliseconds: read.integer("DATABASE_LOCK_TIMEOUT_MS", 1...600_000)
        )
        payments = Payments(
            url: read.text("PAYMENT_PROVIDER_URL"),
            apiKey: read.text("PAYMENT_PROVIDER_API_KEY"),
            timeout: .milliseconds(Int64(read.integer("PAYMENT_TIMEOUT_MS", 1...120_000))),
            returnURL: read.address("PAYMENT_RETURN_URL"),
            leaseSeconds: read.integer("CHECKOUT_LEASE_SECONDS", 1...3600),
            resumeWindow: .seconds(read.integer("CHECKOUT_RESUME_SECONDS", 1...43_200)),
            reconcilerPause: .milliseconds(read.integer("RECONCILER_POLL_MS", 10...600_000)),
            reconciliationPause: .milliseconds(read.integer("RECONCILIATION_POLL_MS", 10...3_600_000)),
            webhookSecrets: ["PAYMENT_WEBHOOK_SECRET", "PAYMENT_WEBHOOK_PREVIOUS_SECRET"].compactMap {
                read.optional($0)
            },
            webhookTolerance: read.integer("PAYMENT_WEBHOOK_TOLERANCE_SECONDS", 1...86_400),
            crashPoint: read.optional("CRASH_POINT").flatMap(CrashPoint.init(rawValue:))
        )
        if read.optional("CRASH_POINT") != nil {
            if isProduction { read.problems.append("CRASH_POINT is refused in production") }
            if payments.crashPoint == nil {
                let known = CrashPoint.allCases.map(\.rawValue).joined(separator: ", ")
                read.problems.append("CRASH_POINT must be one of \(known)")
            }
        }
        audit = Audit(
            sealPause: .milliseconds(read.integer("AUDIT_SEAL_MS", 10...600_000)),
            key: read.sealingKey(),
            checkpointInterval: .seconds(read.integer("AUDIT_CHECKPOINT_SECONDS", 1...86_400)),
            checkpointFile: read.optional("AUDIT_CHECKPOINT_FILE").map { CheckpointFile($0) }
        )
        lists = Lists(
            defaultLimit: read.integer("DEFAULT_LIMIT", 1...10_000),
            maximumLimit: read.integer("MAX_LIMIT", 1...10_000)
        )
        settings = Dictionary(
            uniqueKeysWithValues: Setting.all.compactMap { setting in
                read.optional(setting.variable).map { (setting.name, $0) }
            }
        )
        guard read.problems.isEmpty else { throw ConfigurationError(problems: read.problems) }
    }
}
