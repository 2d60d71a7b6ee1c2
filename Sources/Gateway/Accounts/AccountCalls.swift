import Postgres

/// The functions of the database that accounts need besides plain routes.
struct AccountCalls: Sendable {
    let database: any Database

    /// A session that was opened or renewed.
    struct OpenedSession: Sendable {
        let identity: Identity
        /// The User, as the database wrote it.
        let userJSON: String

        fileprivate init(_ row: Row) throws {
            identity = Identity(
                userID: try row.get("user_id"), role: try row.get("role"), session: try row.get("session_secret"))
            userJSON = try row.get("user_json")
        }

        /// Of a row that may be a refusal: a row and no error of the database, so that what it wrote is committed.
        /// - Throws: `APIError` 401 for a refusal.
        fileprivate init(unlessRefused row: Row) throws {
            if let code: String = try row.get("error_code") { throw APIError(ErrorCode.named(code) ?? .unauthorized) }
            try self.init(row)
        }
    }

    /// A new refresh token, of which the database gets the hash.
    struct NewToken: Sendable {
        let hash: [UInt8]
        let lifeSeconds: Int
    }

    /// Makes a customer and a session.
    func register(
        email: Value, passwordHash: String, fullName: Value, phone: Value, _ token: NewToken, _ context: CallContext
    ) async throws -> OpenedSession {
        try OpenedSession(
            await database.row(
                "api.user_register",
                [
                    "email": email, "password_hash": .text(passwordHash), "full_name": fullName, "phone": phone,
                    "refresh_token_hash": .bytes(token.hash), "refresh_seconds": .integer(Int64(token.lifeSeconds)),
                ], context))
    }

    /// What an e-mail's password must be hashed with, as a PHC string without a hash; nil for an unknown e-mail.
    func challenge(email: Value, _ context: CallContext) async throws -> String? {
        try await database.value("api.login_challenge", ["email": email], context)
    }

    /// Opens a session for whoever proves the password.
    /// - Throws: `APIError` 401 when the proof is none.
    func openSession(email: Value, proof: [UInt8], _ token: NewToken, _ context: CallContext) async throws
        -> OpenedSession
    {
        let row = try await database.row(
            "api.session_open",
            [
                "email": email, "proof": .bytes(proof), "refresh_token_hash": .bytes(token.hash),
                "refresh_seconds": .integer(Int64(token.lifeSeconds)),
            ], context)
        return try OpenedSession(unlessRefused: row)
    }

    /// Spends a refresh token for a new one.
    /// - Throws: `APIError` 401 when it is none that may be spent.
    func refreshSession(spending hash: [UInt8], _ token: NewToken, _ context: CallContext) async throws
        -> OpenedSession
    {
        let row = try await database.row(
            "api.session_refresh",
            [
                "refresh_token_hash": .bytes(hash), "new_refresh_token_hash": .bytes(token.hash),
                "refresh_seconds": .integer(Int64(token.lifeSeconds)),
            ], context)
        return try OpenedSession(unlessRefused: row)
    }

    /// The role that the actor has now, whatever a token says.
    /// - Throws: `PostgresError` MS401 for one whose session has ended.
    func role(_ context: CallContext) async throws -> Role {
        let name: String = try await database.value("api.user_role", [:], context)
        guard let role = Role(rawValue: name) else { throw PostgresError.emptyAnswer }
        return role
    }

    /// Counts a call of a scope; gives the seconds to wait, 0 when it may go on.
    func takeRate(
        scope: String, address: String, addressLimit: Int, email: Value, emailLimit: Int, _ context: CallContext
    ) async throws -> Int64 {
        try await database.value(
            "api.rate_limit_take",
            [
                "scope": .text(scope), "address": .text(address), "address_limit": .integer(Int64(addressLimit)),
                "email": email, "email_limit": .integer(Int64(emailLimit)),
            ], context)
    }

    /// Forgets counted calls whose minute has passed; gives what is gone.
    func forgetRates(limit: Int) async throws -> [String] {
        try await database.values(
            "api.rate_limits_forget", ["limit": .integer(Int64(limit))], CallContext(requestID: "rate-forgetter"))
    }
}
