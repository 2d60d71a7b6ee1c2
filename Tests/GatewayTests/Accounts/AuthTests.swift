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
    private static let identity = Identity(userID: 7, role: .customer, sessionID: 9)

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

    @Test func hash_roundTrips_andMatchesItsPasswordAlone() throws {
        let hash = try PasswordHash(hashing: "Mami-2026!", logRounds: 10)
        let read = try #require(PasswordHash(phc: hash.phc))
        #expect(read == hash)
        #expect(try read.matches("Mami-2026!"))
        #expect(try !read.matches("Mami-2026?"))
    }

    /// RFC 7914, section 12, third vector, in PHC form.
    @Test func hash_ofTheRFC_matches() throws {
        let key = Data(
            [
                0x70, 0x23, 0xbd, 0xcb, 0x3a, 0xfd, 0x73, 0x48, 0x46, 0x1c, 0x06, 0xcd, 0x81, 0xfd, 0x38, 0xeb, 0xfd,
                0xa8,
                0xfb, 0xba, 0x90, 0x4f, 0x8e, 0x3e, 0xa9, 0xb5, 0x43, 0xf6, 0x54, 0x5d, 0xa1, 0xf2, 0xd5, 0x43, 0x29,
                0x55,
                0x61, 0x3f, 0x0f, 0xcf, 0x62, 0xd4, 0x97, 0x05, 0x24, 0x2a, 0x9a, 0xf9, 0xe6, 0x1e, 0x85, 0xdc, 0x0d,
                0x65,
                0x1e, 0x40, 0xdf, 0xcf, 0x01, 0x7b, 0x45, 0x57, 0x58, 0x87,
            ]
        ).base64EncodedString().replacing("=", with: "")
        let salt = Data("SodiumChloride".utf8).base64EncodedString().replacing("=", with: "")
        let hash = try #require(PasswordHash(phc: "$scrypt$ln=14,r=8,p=1$\(salt)$\(key)"))
        #expect(try hash.matches("pleaseletmein"))
    }

    @Test(arguments: [
        "", "$scrypt$", "$argon2id$v=19$m=1$a$b", "$scrypt$ln=99,r=8,p=1$YQ$YQ", "$scrypt$ln=10,r=8,p=1$YQ$",
    ])
    func hash_ofAnotherForm_isNone(_ text: String) {
        #expect(PasswordHash(phc: text) == nil)
    }

    /// A measured time would say more, and on a busy machine nothing: the work is the same when its cost is.
    @Test func hasher_unknownUser_isRefusedAfterTheSameWork() async throws {
        let hasher = try PasswordHasher(
            .init(scryptLogRounds: 11, workers: 1, queueLimit: 4, ratePerAddress: 1, ratePerEmail: 1)
        )
        let known = try #require(PasswordHash(phc: try await hasher.hash("Mami-2026!")))
        #expect(hasher.decoy.logRounds == known.logRounds)
        #expect(hasher.decoy.blockSize == known.blockSize)
        #expect(hasher.decoy.parallelism == known.parallelism)
        #expect(hasher.decoy.key.count == known.key.count)
        #expect(try await !hasher.matches("Mami-2026!", phc: nil))
        #expect(try await hasher.matches("Mami-2026!", phc: known.phc))
    }

    @Test(arguments: [(10, 15), (14, 15), (15, 15), (16, 15)])
    func oldHash_costsWhatANewOneDoes(_ old: Int, _ new: Int) throws {
        let hash = try #require(PasswordHash(phc: "$scrypt$ln=\(old),r=8,p=1$YQ$YQ"))
        let missing = PasswordHash.missingLogRounds(of: hash, upTo: new)
        let paid: Int = missing.reduce(1 << old) { sum, rounds in sum + (1 << rounds) }
        #expect(paid == 1 << max(old, new))
    }

    @Test func hasher_floods_areRefused() async throws {
        let hasher = try PasswordHasher(
            .init(scryptLogRounds: 14, workers: 1, queueLimit: 1, ratePerAddress: 1, ratePerEmail: 1)
        )
        let refused = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 { group.addTask { (try? await hasher.hash("Mami-2026!")) == nil } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused >= 6)
    }
}
