import Crypto
import CryptoExtras
import Foundation

/// A password hash: scrypt (RFC 7914) as a PHC string, `$scrypt$ln=15,r=8,p=1$<salt>$<key>`, so that each hash says how it
/// was made and stays valid when the cost is raised.
struct PasswordHash: Equatable, Sendable {
    let logRounds: Int
    let blockSize: Int
    let parallelism: Int
    let salt: [UInt8]
    let key: [UInt8]

    /// Hashes a password with a new salt. Takes a core for many milliseconds: not for the cooperative pool.
    init(hashing password: String, logRounds: Int) throws {
        self.logRounds = logRounds
        (blockSize, parallelism) = (8, 1)
        salt = RandomBytes.make(count: 16)
        key = try Self.derive(password, salt, logRounds, 8, 1, length: 32)
    }

    /// Reads a PHC string; nil if it is none of ours.
    init?(phc text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let match = parts[2].wholeMatch(of: /ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})/),
            let logRounds = Int(match.1), (1...24).contains(logRounds), let blockSize = Int(match.2),
            let parallelism = Int(match.3), let salt = Self.decode(parts[3]), let key = Self.decode(parts[4]),
            !key.isEmpty
        else { return nil }
        self.logRounds = logRounds
        self.blockSize = blockSize
        self.parallelism = parallelism
        self.salt = salt
        self.key = key
    }

    /// The PHC string.
    var phc: String {
        "$scrypt$ln=\(logRounds),r=\(blockSize),p=\(parallelism)$\(Self.encode(salt))$\(Self.encode(key))"
    }

    /// Whether the password is the one. Compares in constant time; costs what the hash says.
    func matches(_ password: String) throws -> Bool {
        let derived = try Self.derive(password, salt, logRounds, blockSize, parallelism, length: key.count)
        return zip(derived, key).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
    }

    /// The costs that, after a check of a hash, are still to be paid so that all of them together are one of the target's.
    static func missingLogRounds(of hash: PasswordHash, upTo target: Int) -> Range<Int> {
        hash.logRounds..<max(hash.logRounds, target)
    }

    private static func derive(
        _ password: String,
        _ salt: [UInt8],
        _ logRounds: Int,
        _ blockSize: Int,
        _ parallelism: Int,
        length: Int
    ) throws -> [UInt8] {
        // The same letters typed on another keyboard may come as other code points (NIST SP 800-63B, section 5.1.1.2).
        let password = Data(password.precomposedStringWithCompatibilityMapping.utf8)
        let key = try KDF.Scrypt.deriveKey(
            from: password,
            salt: salt,
            outputByteCount: length,
            rounds: 1 << logRounds,
            blockSize: blockSize,
            parallelism: parallelism
        )
        return key.withUnsafeBytes(Array.init)
    }

    private static func encode(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString().replacing("=", with: "")
    }

    private static func decode(_ text: Substring) -> [UInt8]? {
        let padding = String(repeating: "=", count: (4 - text.count % 4) % 4)
        return Data(base64Encoded: text + padding).map(Array.init)
    }
}
