import Foundation
import JWTKit

/// Signs and checks access tokens: JWT (RFC 7519) with HS256 (RFC 7518, section 3.2).
struct AccessTokens: Authenticator {
    /// The claims of an access token.
    struct Claims: JWTPayload {
        let sub: SubjectClaim
        let role: String
        let sid: String
        let jti: IDClaim
        let iat: IssuedAtClaim
        let exp: ExpirationClaim
        let iss: IssuerClaim
        let aud: AudienceClaim

        func verify(using algorithm: some JWTAlgorithm) throws {
            try exp.verifyNotExpired()
        }
    }

    private let keys: JWTKeyCollection
    private let configuration: Configuration.Tokens

    init(_ configuration: Configuration.Tokens) async {
        self.configuration = configuration
        // Every key checks HS256 and nothing else, whatever a token's header says of its algorithm.
        keys = JWTKeyCollection()
        await add(key: configuration.secretKey, id: configuration.keyID)
        if let id = configuration.previousKeyID, let key = configuration.previousSecretKey {
            await add(key: key, id: id)
        }
    }

    private func add(key: String, id: String) async {
        await keys.add(hmac: HMACKey(from: key), digestAlgorithm: .sha256, kid: JWKIdentifier(string: id))
    }

    /// A token for a session, and when it expires.
    func sign(_ identity: Identity, now: Date = Date()) async throws -> (token: String, expiresAt: Date) {
        let expiresAt = now.addingTimeInterval(TimeInterval(configuration.accessSeconds))
        let claims = Claims(
            sub: SubjectClaim(value: String(identity.userID)),
            role: identity.role.rawValue,
            sid: identity.session,
            jti: IDClaim(value: RandomBytes.hex(count: 16)),
            iat: IssuedAtClaim(value: now),
            exp: ExpirationClaim(value: expiresAt),
            iss: IssuerClaim(value: configuration.issuer),
            aud: AudienceClaim(value: configuration.audience)
        )
        return (try await keys.sign(claims, kid: JWKIdentifier(string: configuration.keyID)), expiresAt)
    }

    /// Whom a token stands for.
    /// - Throws: `APIError` 401 for anything but a live token of ours.
    func verify(_ token: String) async throws -> Identity {
        guard let claims = try? await keys.verify(token, as: Claims.self),
            claims.iss.value == configuration.issuer, claims.aud.value.contains(configuration.audience),
            let userID = Int64(claims.sub.value), UUID(uuidString: claims.sid) != nil,
            let role = Role(rawValue: claims.role)
        else { throw APIError(.unauthorized) }
        return Identity(userID: userID, role: role, session: claims.sid)
    }
}
