import Crypto
import Foundation

/// A public key, as signed notes write it: `name+keyid+base64(0x01 || key)` (C2SP signed-note).
public struct VerifierKey: Sendable, CustomStringConvertible {
    /// Who signs, which is the checkpoints' origin too.
    public let name: String
    private let key: Curve25519.Signing.PublicKey

    init(name: String, key: Curve25519.Signing.PublicKey) {
        self.name = name
        self.key = key
    }

    /// Reads one; nil for what is none, or has a key id of another key.
    public init?(_ text: String) {
        let parts = text.split(separator: "+", maxSplits: 2).map(String.init)
        guard parts.count == 3, let bytes = Data(base64Encoded: parts[2]), bytes.first == Self.algorithm,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: bytes.dropFirst())
        else { return nil }
        self.init(name: parts[0], key: key)
        guard parts[1] == hexID else { return nil }
    }

    /// Ed25519.
    private static let algorithm: UInt8 = 1

    /// The key's bytes.
    public var bytes: [UInt8] { Array(key.rawRepresentation) }

    /// The first bytes of SHA-256 over name, newline, algorithm and key.
    var id: [UInt8] { Array(SHA256.hash(data: Data("\(name)\n".utf8) + [Self.algorithm] + bytes).prefix(4)) }

    private var hexID: String { id.map { String(format: "%02x", $0) }.joined() }

    /// As it is given to `migrator audit-verify --public-key`.
    public var description: String { "\(name)+\(hexID)+\((Data([Self.algorithm]) + bytes).base64EncodedString())" }

    /// Whether one of the signatures is this key's.
    public func hasSigned(_ signed: SignedCheckpoint) -> Bool {
        let text = Data(signed.checkpoint.text.utf8)
        // The note's text is this and no more: what stands in further lines would be signed too.
        return signed.note.hasPrefix(signed.checkpoint.text + "\n")
            && signed.signatures.contains { signature in
                signature.name == name && signature.bytes.count == 68 && signature.bytes.prefix(4).elementsEqual(id)
                    && key.isValidSignature(signature.bytes.dropFirst(4), for: text)
            }
    }
}

/// The key with which the shop signs checkpoints. It stays in memory.
public struct SealingKey: Sendable {
    /// Who signs.
    public let name: String
    private let key: Curve25519.Signing.PrivateKey

    /// - Parameter seed: 32 bytes as base64.
    /// - Returns: nil for anything else, and for a name that notes could not hold.
    public init?(name: String, seed: String) {
        guard Self.isName(name), let bytes = Data(base64Encoded: seed.trimmingCharacters(in: .whitespacesAndNewlines)),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else { return nil }
        self.name = name
        self.key = key
    }

    /// Whether it can be a key's name: no blanks, no plus.
    public static func isName(_ name: String) -> Bool {
        !name.isEmpty && !name.contains { $0.isWhitespace || $0 == "+" }
    }

    /// What others verify with.
    public var verifier: VerifierKey { VerifierKey(name: name, key: key.publicKey) }

    /// Signs a checkpoint of the tree in the key's name.
    public func sign(size: Int64, root: [UInt8]) throws -> SignedCheckpoint {
        let checkpoint = Checkpoint(origin: name, size: size, root: root)
        let signature = try key.signature(for: Data(checkpoint.text.utf8))
        return SignedCheckpoint(
            checkpoint,
            signature: "\u{2014} \(name) \((Data(verifier.id) + signature).base64EncodedString())")
    }
}
