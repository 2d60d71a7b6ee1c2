import Foundation
import Postgres

/// Register, login and refresh: the calls that make access tokens.
struct SessionHandler: Sendable {
    let calls: AccountCalls
    let tokens: AccessTokens
    let hasher: PasswordHasher
    /// Of refresh tokens.
    let lifeSeconds: Int

    /// Makes a customer and a session.
    func register(_ call: Call) async throws -> Answer {
        let hash = try await hasher.hash(call.input.text("password"))
        let refresh = RefreshToken()
        let session = try await calls.register(
            email: call.input["email"], passwordHash: hash, fullName: call.input["full_name"],
            phone: call.input["phone"], new(refresh), call.context)
        return try await answer(call, session, refresh)
    }

    /// Makes a session for an e-mail and its password. What is refused is refused in one way, after the same work.
    func login(_ call: Call) async throws -> Answer {
        let email = call.input["email"]
        let challenge = try await calls.challenge(email: email, call.context)
        let proof = try await hasher.proof(of: call.input.text("password"), challenge: challenge)
        let refresh = RefreshToken()
        let session = try await calls.openSession(email: email, proof: proof, new(refresh), call.context)
        return try await answer(call, session, refresh)
    }

    /// Spends a refresh token for a new pair.
    func refresh(_ call: Call) async throws -> Answer {
        let refresh = RefreshToken()
        let session = try await calls.refreshSession(
            spending: RefreshToken(text: call.input.text("refresh_token")).hash, new(refresh), call.context)
        return try await answer(call, session, refresh)
    }

    private func new(_ token: RefreshToken) -> AccountCalls.NewToken {
        AccountCalls.NewToken(hash: token.hash, lifeSeconds: lifeSeconds)
    }

    /// The Session: the database's user, as it wrote it, and the tokens.
    private func answer(
        _ call: Call,
        _ session: AccountCalls.OpenedSession,
        _ refresh: RefreshToken
    ) async throws -> Answer {
        let (token, expiresAt) = try await tokens.sign(session.identity)
        return .json(
            """
            {"data":{"user":\(session.userJSON),"access_token":\(JSONText.quoted(token)),\
            "refresh_token":\(JSONText.quoted(refresh.text)),"token_type":"Bearer",\
            "expires_at":"\(expiresAt.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))"}}
            """,
            status: call.route.answer.status
        )
    }
}
