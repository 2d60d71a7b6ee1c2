import Foundation
import JWTKit
import Testing

@testable import Gateway

/// Access tokens and password hashes.
struct AuthTests {
    private static func configuration(key: String = "k", id: String = "1", previous: (String, String)? = nil)
        -> Configuration.Tokens
    {
        Configuration.Tokens(
            keyID: id,
            secretKey: String(repeating: key, count: 64),
            previousKeyID: previous?.0,
            previousSecretKey: previous.map { String(repeating: $0.1, count: 64) },
            issuer: "mami",
            audience: "mami",
            accessSeconds: 900,
            refreshSeconds: 1000
        )
    }
    private static let identity = Identity(userID: 7, role: .customer, session: "6f1f7f0e-2f4b-4c9c-9a52-0d5c6e0a7b11")

    @Test func token_ofOurs_isTheIdentity() async throws {
        let tokens = await AccessTokens(Self.configuration())
        let signed = try await tokens.sign(Self.identity)
        #expect(try await tokens.verify(signed.token) == Self.identity)
    }

    @Test func token_expired_isRefused() async throws {
        let tokens = await AccessTokens(Self.configuration())
        let signed = try await tokens.sign(Self.identity, now: Date().addingTimeInterval(-901))
        await #expect(throws: APIError.self) { try await tokens.verify(signed.token) }
    }

    @Test func token_ofThePreviousKey_isVerified_untilTheKeyIsGone() async throws {
        let old = try await AccessTokens(Self.configuration(key: "o", id: "old")).sign(Self.identity)
        let rotated = await AccessTokens(Self.configuration(key: "n", id: "new", previous: ("old", "o")))
        #expect(try await rotated.verify(old.token) == Self.identity)
        let later = await AccessTokens(Self.configuration(key: "n", id: "new"))
        await #expect(throws: APIError.self) { try await later.verify(old.token) }
    }

    @Test func token_ofAnotherIssuerOrAudience_isRefused() async throws {
        var other = Self.configuration()
        other.issuer = "somebody"
        let foreign = try await AccessTokens(other).sign(Self.identity)
        other = Self.configuration()
        other.audience = "somebody"
        let elsewhere = try await AccessTokens(other).sign(Self.identity)
        let tokens = await AccessTokens(Self.configuration())
        await #expect(throws: APIError.self) { try await tokens.verify(foreign.token) }
        await #expect(throws: APIError.self) { try await tokens.verify(elsewhere.token) }
    }

    @Test(arguments: ["", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiI3In0.", "x"])
    func token_thatIsNone_isRefused(_ token: String) async {
        let tokens = await AccessTokens(Self.configuration())
        await #expect(throws: APIError.self) { try await tokens.verify(token) }
    }

    @Test func token_whoseAlgorithmIsNone_isRefused_withTheClaimsOfALiveOne() async throws {
        let tokens = await AccessTokens(Self.configuration())
        let parts = try await tokens.sign(Self.identity).token.split(separator: ".")
        await #expect(throws: APIError.self) { try await tokens.verify("eyJhbGciOiJub25lIn0.\(parts[1]).") }
        await #expect(throws: APIError.self) { try await tokens.verify("eyJhbGciOiJub25lIn0.\(parts[1]).\(parts[2])") }
    }

    @Test func token_whoseSessionIsANumber_isRefused() async throws {
        let tokens = await AccessTokens(Self.configuration())
        let signed = try await tokens.sign(Identity(userID: 7, role: .customer, session: "9"))
        await #expect(throws: APIError.self) { try await tokens.verify(signed.token) }
    }

    /// RFC 7914, section 12, third vector: the first half of its key, which does not depend on the second.
    @Test func proof_ofTheRFC_isItsKey() throws {
        let salt = Data("SodiumChloride".utf8).base64EncodedString().replacing("=", with: "")
        let challenge = try #require(PasswordChallenge(phc: "$scrypt-sha256$ln=14,r=8,p=1$\(salt)"))
        let proof = try challenge.proof(of: "pleaseletmein")
        #expect(
            proof.map { String(format: "%02x", $0) }.joined()
                == "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2")
    }

    /// SHA-256 of "abc", FIPS 180-4's first example, in the base 64 of PHC.
    @Test func hash_isTheDigestOfTheProof() throws {
        let challenge = PasswordChallenge(logRounds: 10)
        let digest = "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0"
        #expect(challenge.phc(hashOf: Array("abc".utf8)) == challenge.phc + "$" + digest)
        #expect(PasswordChallenge(phc: challenge.phc) == challenge)
    }

    @Test(arguments: [
        "", "$scrypt-sha256$", "$argon2id$v=19$m=1$a", "$scrypt-sha256$ln=99,r=8,p=1$YQ", "$scrypt$ln=10,r=8,p=1$YQ",
        "$scrypt-sha256$ln=10,r=8,p=1$YQ$YQ",
    ])
    func challenge_ofAnotherForm_isNone(_ text: String) {
        #expect(PasswordChallenge(phc: text) == nil)
    }

    @Test(arguments: [(10, 15), (14, 15), (15, 15), (16, 15)])
    func oldChallenge_costsWhatANewOneDoes(_ old: Int, _ new: Int) throws {
        let challenge = try #require(PasswordChallenge(phc: "$scrypt-sha256$ln=\(old),r=8,p=1$YQ"))
        let paid: Int = challenge.missingLogRounds(upTo: new).reduce(1 << old) { sum, rounds in sum + (1 << rounds) }
        #expect(paid == 1 << max(old, new))
    }

    @Test func proofs_areTheSameForTheSameChallenge_andForNoneOfNothing() async throws {
        let hasher = PasswordHasher(
            .init(scryptLogRounds: 10, workers: 1, queueLimit: 4, ratePerAddress: 1, ratePerEmail: 1)
        )
        let kept = try await hasher.hash("Mami-2026!")
        let challenge = String(kept.prefix(upTo: try #require(kept.lastIndex(of: "$"))))
        func hash(_ password: String, _ challenge: String) async throws -> String {
            let proof = try await hasher.proof(of: password, challenge: challenge)
            return try #require(PasswordChallenge(phc: challenge)).phc(hashOf: proof)
        }
        #expect(try await hash("Mami-2026!", challenge) == kept)
        #expect(try await hash("Mami-2026?", challenge) != kept)
        let decoyed = try await hasher.proof(of: "Mami-2026!", challenge: nil)
        #expect(try #require(PasswordChallenge(phc: challenge)).phc(hashOf: decoyed) != kept)
    }

    @Test func hasher_floods_areRefused() async throws {
        let hasher = PasswordHasher(
            .init(scryptLogRounds: 14, workers: 1, queueLimit: 1, ratePerAddress: 1, ratePerEmail: 1)
        )
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 { group.addTask { (try? await hasher.hash("Mami-2026!")) == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused >= 6)
    }
}
