/// A piece of SQL text, as PostgreSQL's lexer would cut it (manual, section 4.1).
struct SQLToken: Equatable, Sendable {
    /// What kind of piece it is.
    enum Kind: Equatable, Sendable {
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

    let kind: Kind
    /// As it stands in the text.
    let text: String
    /// The line on which it begins, from 1.
    let line: Int

    /// Whether the server would see it.
    var isSignificant: Bool {
        switch kind {
        case .whitespace, .lineComment, .blockComment: false
        default: true
        }
    }

    /// What the server makes of it: words in lower case, identifiers without their quotes.
    var folded: String {
        switch kind {
        case .word: text.lowercased()
        case .quotedIdentifier: String(text.dropFirst().dropLast()).replacing("\"\"", with: "\"")
        default: text
        }
    }
}
