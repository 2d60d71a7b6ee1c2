/// Cuts SQL into tokens. It knows where a string, a comment or a function's body ends, which is what splitting a script into
/// statements, comparing two texts and looking for dangerous words need; it knows no grammar.
///
/// Works on bytes: all that has a meaning to PostgreSQL's lexer is ASCII, and every other byte may be part of a word.
package struct SQLScanner {
    private let bytes: [UInt8]
    private var position = 0
    private var line: Int

    private init(_ text: String, firstLine: Int) {
        bytes = Array(text.utf8)
        line = firstLine
    }

    /// All tokens; their texts joined are the text again. What is not closed runs to the end. A text that is part of another,
    /// as the body of a function is, names the line on which it begins there.
    package static func tokens(of text: String, firstLine: Int = 1) -> [SQLToken] {
        var scanner = SQLScanner(text, firstLine: firstLine)
        var tokens: [SQLToken] = []
        while scanner.position < scanner.bytes.count {
            tokens.append(scanner.next())
        }
        return tokens
    }

    private mutating func next() -> SQLToken {
        let start = position
        let startLine = line
        let kind = advance()
        for byte in bytes[start..<position] where byte == UInt8(ascii: "\n") { line += 1 }
        return SQLToken(kind: kind, text: String(decoding: bytes[start..<position], as: UTF8.self), line: startLine)
    }

    private func byte(_ offset: Int = 0) -> UInt8? {
        position + offset < bytes.count ? bytes[position + offset] : nil
    }

    private func isNext(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { bytes[position...].starts(with: $0) }
    }

    /// Moves behind the next token.
    private mutating func advance() -> SQLToken.Kind {
        let first = bytes[position]
        if first.isSpace {
            take { $0.isSpace }
            return .whitespace
        }
        if isNext("--") {
            take { $0 != UInt8(ascii: "\n") && $0 != UInt8(ascii: "\r") }
            return .lineComment
        }
        if isNext("/*") {
            takeBlockComment()
            return .blockComment
        }
        switch first {
        case UInt8(ascii: ";"):
            position += 1
            return .semicolon
        case UInt8(ascii: "'"):
            takeQuoted(UInt8(ascii: "'"), escapes: false)
            return .string
        case UInt8(ascii: "\""):
            takeQuoted(first, escapes: false)
            return .quotedIdentifier
        case UInt8(ascii: "$"):
            return advanceDollar()
        default: break
        }
        if let prefix = stringPrefixLength() {
            let escapes = first | 0x20 == UInt8(ascii: "e")
            position += prefix
            if byte() == UInt8(ascii: "\"") {
                takeQuoted(UInt8(ascii: "\""), escapes: false)
                return .quotedIdentifier
            }
            takeQuoted(UInt8(ascii: "'"), escapes: escapes)
            return .string
        }
        if first.isWordStart {
            take { $0.isWordPart }
            return .word
        }
        if first.isDigit || (first == UInt8(ascii: ".") && byte(1)?.isDigit == true) {
            takeNumber()
            return .number
        }
        position += 1
        return .symbol
    }

    /// The length of `E`, `B`, `X`, `N` or `U&` where a string or an identifier follows directly.
    private func stringPrefixLength() -> Int? {
        let letter = bytes[position] | 0x20
        if letter == UInt8(ascii: "u"), byte(1) == UInt8(ascii: "&"),
            byte(2) == UInt8(ascii: "'") || byte(2) == UInt8(ascii: "\"")
        {
            return 2
        }
        return "ebxn".utf8.contains(letter) && byte(1) == UInt8(ascii: "'") ? 1 : nil
    }

    private mutating func take(while condition: (UInt8) -> Bool) {
        while let next = byte(), condition(next) { position += 1 }
    }

    private mutating func takeNumber() {
        take { $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_") }
        let isExponent = byte().map { $0 | 0x20 == UInt8(ascii: "e") } ?? false
        let sign = byte(1) == UInt8(ascii: "+") || byte(1) == UInt8(ascii: "-") ? 1 : 0
        guard isExponent, byte(1 + sign)?.isDigit == true else { return }
        position += 1 + sign
        take { $0.isDigit }
    }

    private mutating func takeQuoted(_ quote: UInt8, escapes: Bool) {
        position += 1
        while let next = byte() {
            if escapes && next == UInt8(ascii: "\\") {
                position = min(position + 2, bytes.count)
            } else if next != quote {
                position += 1
            } else if byte(1) == quote {
                position += 2
            } else {
                position += 1
                return
            }
        }
    }

    private mutating func takeBlockComment() {
        var depth = 0
        repeat {
            if isNext("/*") {
                depth += 1
                position += 2
            } else if isNext("*/") {
                depth -= 1
                position += 2
            } else {
                position += 1
            }
        } while depth > 0 && position < bytes.count
    }

    private mutating func advanceDollar() -> SQLToken.Kind {
        if byte(1)?.isDigit == true {
            position += 1
            take { $0.isDigit }
            return .parameter
        }
        var end = position + 1
        while end < bytes.count, bytes[end].isWordPart, bytes[end] != UInt8(ascii: "$") { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
            position += 1
            return .symbol
        }
        let tag = bytes[position...end]
        position = end + 1
        while position < bytes.count, !bytes[position...].starts(with: tag) { position += 1 }
        position = min(position + tag.count, bytes.count)
        return .dollarString
    }
}

extension UInt8 {
    fileprivate var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
    fileprivate var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
    /// Letters, the underscore, and every byte of a character beyond ASCII.
    fileprivate var isWordStart: Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20) || self == UInt8(ascii: "_") || self >= 0x80
    }
    fileprivate var isWordPart: Bool { isWordStart || isDigit || self == UInt8(ascii: "$") }
}
