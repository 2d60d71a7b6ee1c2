import Foundation
import Hummingbird
import Postgres

/// Register, login and refresh: the calls that make access tokens.
struct SessionHandler: Sendable {
    let database: any Database
    let tokens: AccessTokens
    let hasher: PasswordHasher
    let configuration: Configuration

    /// Makes a customer and a session.
    func register(_ input: Input, _ request: Request, _ context: GatewayContext) async throws -> Response {
        try await takeRate("register", input, request, context)
        let hash = try await hasher.hash(input.text("password"))
        let refresh = RefreshToken()
        let result = try await database.retrying(
            Statements.userRegister,
            [
                .text(context.requestID), input["email"], .text(hash), input["full_name"], input["phone"],
                .bytes(refresh.hash), .integer(Int64(configuration.tokens.refreshSeconds)),
            ]
        )
        return try await answer(result, refresh, status: .created)
    }

    /// Makes a session for an e-mail and its password. What is refused is refused in one way, after the same work.
    func login(_ input: Input, _ request: Request, _ context: GatewayContext) async throws -> Response {
        try await takeRate("login", input, request, context)
        let credentials = try await database.retrying(Statements.loginCredentials, [input["email"]]).first
        let matches = try await hasher.matches(input.text("password"), phc: credentials?.text("password_hash"))
        guard matches, let credentials, try credentials.boolean("is_active") == true else {
            _ = try await database.retrying(Statements.loginFailed, [.text(context.requestID), input["email"]])
            throw APIError.invalidCredentials
        }
        let refresh = RefreshToken()
        let result = try await database.retrying(
            Statements.sessionOpen,
            [
                .text(context.requestID), Value(try credentials.integer("user_id")), .bytes(refresh.hash),
                .integer(Int64(configuration.tokens.refreshSeconds)),
            ]
        )
        return try await answer(result, refresh, status: .ok)
    }

    /// Spends a refresh token for a new pair.
    func refresh(_ input: Input, _ context: GatewayContext) async throws -> Response {
        let refresh = RefreshToken()
        let result = try await database.retrying(
            Statements.sessionRefresh,
            [
                .text(context.requestID), .bytes(RefreshToken(text: input.text("refresh_token")).hash),
                .bytes(refresh.hash), .integer(Int64(configuration.tokens.refreshSeconds)),
            ]
        )
        if let code = try result.first?.text("error_code") {
            throw APIError(
                status: .unauthorized,
                code: code,
                message: code == "TOKEN_REUSED"
                    ? "The token was used before; the session has ended." : "The token is not valid.",
                headers: [.wwwAuthenticate: "Bearer"]
            )
        }
        return try await answer(result, refresh, status: .ok)
    }

    private func takeRate(
        _ scope: String,
        _ input: Input,
        _ request: Request,
        _ context: GatewayContext
    ) async throws {
        let address = ClientAddress.of(request, context, trustedProxies: configuration.http.trustedProxies)
        let result = try await database.retrying(
            Statements.rateLimitTake,
            [
                .text(scope), .text(address), .integer(Int64(configuration.passwords.ratePerAddress)), input["email"],
                .integer(Int64(configuration.passwords.ratePerEmail)),
            ]
        )
        let seconds = try result.first?.integer("wait") ?? 0
        guard seconds == 0 else { throw APIError.rateLimited(retryAfter: seconds) }
    }

    /// The Session: the database's user, as it wrote it, and the tokens.
    private func answer(
        _ result: QueryResult,
        _ refresh: RefreshToken,
        status: HTTPResponse.Status
    ) async throws -> Response {
        guard let row = result.first, let userID = try row.integer("user_id"),
            let sessionID = try row.integer("session_id"),
            let role = try row.text("role").flatMap(Role.init(rawValue:)), let user = try row.text("user_json")
        else { throw APIError.internalError }
        let identity = Identity(userID: userID, role: role, sessionID: sessionID)
        let (token, expiresAt) = try await tokens.sign(identity)
        let body = """
            {"data":{"user":\(user),"access_token":\(JSONText.quoted(token)),\
            "refresh_token":\(JSONText.quoted(refresh.text)),"token_type":"Bearer",\
            "expires_at":"\(expiresAt.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))"}}
            """
        return .json(body, status: status)
    }
}
