/// A piece of SQL text, as PostgreSQL's lexer would cut it (manual, section 4.1).
package struct SQLToken: Equatable, Sendable {
    /// What kind of piece it is.
    package enum Kind: Equatable, Sendable {
        case whitespace
        /// `-- …` up to the end of its line, which does not belong to it.
        case lineComment
        /// `/* … */`, which may be nested.
        case blockComment
        /// A key word or an identifier without quotes.
        case word
        /// `"…"`
        case quotedIdentifier
        /// `'…'`, with its prefix `E`, `B`, `X`, `N` or `U&`.
        case string
        /// `$tag$ … $tag$`
        case dollarString
        case number
        /// `$1`
        case parameter
        case semicolon
        /// One character of anything else: an operator, a bracket, a comma.
        case symbol
    }

    package let kind: Kind
    /// As it stands in the text.
    package let text: String
    /// The line on which it begins, from 1.
    package let line: Int

    package init(kind: Kind, text: String, line: Int) {
        self.kind = kind
        self.text = text
        self.line = line
    }

    /// Whether the server would see it.
    package var isSignificant: Bool {
        switch kind {
        case .whitespace, .lineComment, .blockComment: false
        default: true
        }
    }

    /// What the server makes of it: words in lower case, identifiers without their quotes.
    package var folded: String {
        switch kind {
        case .word: text.lowercased()
        case .quotedIdentifier: String(text.dropFirst().dropLast()).replacing("\"\"", with: "\"")
        default: text
        }
    }
}
