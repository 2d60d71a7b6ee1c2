import Crypto
import CryptoExtras
import Foundation

/// What a password is hashed with: scrypt (RFC 7914), its costs and a salt, as the PHC string `$scrypt-sha256$ln=15,r=8,p=1$<salt>`, so
/// that each password says how it was hashed and stays valid when the cost is raised. The key that comes out is the proof that
/// somebody knows the password; the database keeps the SHA-256 of it alone, and compares.
struct PasswordChallenge: Equatable, Sendable {
    let logRounds: Int
    let blockSize: Int
    let parallelism: Int
    let salt: [UInt8]

    /// A new one, with a salt of its own.
    init(logRounds: Int) {
        self.logRounds = logRounds
        (blockSize, parallelism) = (8, 1)
        salt = RandomBytes.make(count: 16)
    }

    /// Reads a PHC string without a hash; nil if it is none of ours.
    init?(phc text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, parts[1] == "scrypt-sha256",
            let match = parts[2].wholeMatch(of: /ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})/),
            let logRounds = Int(match.1), (1...24).contains(logRounds), let blockSize = Int(match.2),
            let parallelism = Int(match.3), let salt = Self.decode(parts[3])
        else { return nil }
        self.logRounds = logRounds
        self.blockSize = blockSize
        self.parallelism = parallelism
        self.salt = salt
    }

    /// The PHC string.
    var phc: String {
        "$scrypt-sha256$ln=\(logRounds),r=\(blockSize),p=\(parallelism)$\(Self.encode(salt))"
    }

    /// The PHC string with the hash, which the database keeps.
    func phc(hashOf proof: [UInt8]) -> String { "\(phc)$\(Self.encode(Array(SHA256.hash(data: proof))))" }

    /// The key that scrypt derives from a password: 32 bytes. Takes a core for many milliseconds: not for the cooperative pool.
    func proof(of password: String) throws -> [UInt8] {
        // The same letters typed on another keyboard may come as other code points (NIST SP 800-63B, section 5.1.1.2).
        let password = Data(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: password,
            salt: salt,
            outputByteCount: 32,
            rounds: 1 << logRounds,
            blockSize: blockSize,
            parallelism: parallelism
        )
        return key.withUnsafeBytes(Array.init)
    }

    /// The costs that, after a proof, are still to be paid so that all of them together are one of the target's.
    func missingLogRounds(upTo target: Int) -> Range<Int> { logRounds..<max(logRounds, target) }

    private static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    private static func decode(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: text + padding).map(Array.init)
    }
}
