import Crypto
import Foundation
import Postgres
import SQLText

/// A file of SQL, with the checksum by which a change is seen.
struct SQLFile: Sendable, Equatable {
    /// Below the folder of all files, e.g. `functions/cart/cart_get.sql`.
    let path: String
    let text: String
    /// SHA-256 in hexadecimal of what matters: neither line endings count nor comments that end a line, outside of the
    /// bodies of functions, where the database keeps them.
    let checksum: String
    let tokens: [SQLToken]
    let statements: [SQLStatement]

    init(path: String, text: String) {
        self.path = path
        self.text = text
        tokens = SQLScanner.tokens(of: text)
        statements = SQLStatement.all(in: tokens)
        checksum = Self.sha256(Self.essence(of: tokens))
    }

    /// Whether a ledger's checksum is of this text. A ledger may hold one that was made before comments were left out:
    /// over the bytes, but for line endings. Instructions to the migrator did not exist then: lines of one have come since.
    func hasChecksum(_ other: String) -> Bool {
        if other == checksum { return true }
        let text = text.replacing("\r\n", with: "\n")
        return other == Self.sha256(text) || other == Self.sha256(Self.withoutDirectives(text))
    }

    /// The line of a character; both count from 1, as PostgreSQL does.
    func line(ofCharacter position: Int) -> Int {
        1 + text.unicodeScalars.prefix(max(0, position - 1)).count { $0 == "\n" }
    }

    /// An error that a statement of this file met, with the line. `firstLine` is that of the statement's text in the file.
    func complaint(_ error: PostgresError, firstLine: Int = 1) -> String {
        let place = error.position.map { ":\(line(ofCharacter: $0) + firstLine - 1)" } ?? ""
        let state = error.sqlState.map { " [\($0)]" } ?? ""
        let extras = [error.detail.map { "detail: \($0)" }, error.hint.map { "hint: \($0)" }, error.context]
        return (["\(path)\(place):\(state) \(error.message)"] + extras.compactMap(\.self)).joined(separator: "\n  ")
    }

    /// What counts of a text.
    static func essence(of tokens: [SQLToken]) -> String {
        var essence = ""
        for token in tokens {
            let text = token.text.replacing("\r\n", with: "\n")
            switch token.kind {
            case .lineComment:
                essence.dropTrailingSpace { $0 != "\n" }
            case .whitespace where text.contains("\n"):
                // A line that held nothing but a comment leaves nothing.
                essence.dropTrailingSpace { _ in true }
                essence += "\n" + (text.split(separator: "\n", omittingEmptySubsequences: false).last ?? "")
            default: essence += text
            }
        }
        essence.dropTrailingSpace { _ in true }
        return String(essence.drop(while: \.isWhitespace))
    }

    /// Without the lines that hold an instruction to the migrator and nothing else.
    private static func withoutDirectives(_ text: String) -> String {
        let instructed = Set(Directive.all(in: SQLScanner.tokens(of: text)).map(\.line))
        return text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { !(instructed.contains($0.offset + 1) && $0.element.drop { $0 == " " }.hasPrefix("--")) }
            .map(\.element).joined(separator: "\n")
    }

    /// In hexadecimal.
    static func sha256(_ text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}

extension String {
    fileprivate mutating func dropTrailingSpace(where condition: (Character) -> Bool) {
        while let last, last.isWhitespace, condition(last) { removeLast() }
    }
}

extension SQLFile {
    /// The instructions of that name to the migrator.
    func directives(_ name: String) -> [Directive] {
        Directive.all(in: tokens).filter { $0.name == name }
    }
}
