import Crypto
import Foundation

/// Bytes that nobody can guess.
enum RandomBytes {
    /// This many bytes of the system's generator.
    static func make(count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }

    /// Lower-case hexadecimal digits of this many bytes.
    static func hex(count: Int) -> String {
        make(count: count).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

/// An opaque refresh token: 32 random bytes. The client gets the text, the database its SHA-256.
struct RefreshToken: Sendable {
    let text: String

    /// A new one.
    init() {
        text = Data(RandomBytes.make(count: 32)).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// One that a client sent.
    init(text: String) {
        self.text = text
    }

    /// SHA-256 of the text.
    var hash: [UInt8] { Array(SHA256.hash(data: Data(text.utf8))) }
}
