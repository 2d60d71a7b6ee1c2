import Crypto
import Foundation

/// A file of SQL, with the checksum by which a change is seen.
struct SQLFile: Sendable, Equatable {
    /// Below the folder of all files, e.g. `functions/cart/cart_get.sql`.
    let path: String
    let text: String

    /// SHA-256 in hexadecimal. Line endings do not count.
    var checksum: String {
        let normalized = text.replacing("\r\n", with: "\n")
        return SHA256.hash(data: Data(normalized.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// The line of a character; both count from 1, as PostgreSQL does.
    func line(ofCharacter position: Int) -> Int {
        1 + text.unicodeScalars.prefix(max(0, position - 1)).count { $0 == "\n" }
    }
}

/// A migration: a file that runs once.
struct Migration: Sendable, Equatable {
    let number: Int
    let slug: String
    let file: SQLFile

    /// Reads `NNNN_slug.sql`.
    /// - Throws: `MigratorFailure.usage` for another name.
    init(file: SQLFile) throws {
        let name = file.path.split(separator: "/").last ?? ""
        guard let match = name.wholeMatch(of: /(\d{4})_([a-z0-9_]+)\.sql/), let number = Int(match.1), number > 0 else {
            throw MigratorFailure.usage("\(file.path): a migration is named NNNN_slug.sql")
        }
        self.number = number
        slug = String(match.2)
        self.file = file
    }
}
