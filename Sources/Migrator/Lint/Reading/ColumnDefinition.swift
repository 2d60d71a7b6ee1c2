import SQLText

/// A column as `create table` or `add column` makes it.
struct ColumnDefinition: Sendable {
    let name: String
    let type: SQLType
    let line: Int
    private(set) var isNotNull = false
    private(set) var isPrimaryKey = false
    private(set) var isUnique = false
    private(set) var isIdentity = false
    /// `generated always as (…) stored`
    private(set) var isStored = false
    private(set) var hasReference = false
    private(set) var check: [SQLToken]?
    /// Nil for none and for `default null`.
    private(set) var defaultExpression: [SQLToken]?

    private static let constraintWords: Set<String> = [
        "constraint", "not", "null", "default", "generated", "primary", "unique", "references", "check", "collate",
        "deferrable", "initially", "compression", "storage", "using", "options",
    ]

    /// Reads `name type …`; nil for anything else.
    init?(_ tokens: [SQLToken]) {
        var reader = TokenReader(tokens)
        guard let first = reader.take(), first.isName else { return nil }
        name = first.folded
        line = first.line
        type = SQLType(reader.take(until: Self.isConstraintWord))
        while !reader.isAtEnd { takeConstraint(&reader) }
    }

    /// Whether values are there from the beginning.
    var hasValues: Bool { defaultExpression != nil || isIdentity || isStored || type.isSerial }

    static func isConstraintWord(_ token: SQLToken) -> Bool {
        token.kind == .word && constraintWords.contains(token.folded)
    }

    private mutating func takeConstraint(_ reader: inout TokenReader) {
        if reader.accept("not", "null") {
            isNotNull = true
        } else if reader.accept("default") {
            // The first word belongs to the expression, whatever it is.
            let expression = [reader.take()].compactMap(\.self) + reader.take(until: Self.isConstraintWord)
            defaultExpression = expression.phrase == "null" ? nil : expression
        } else if reader.accept("generated") {
            let kind = reader.take { $0.isWord("identity") || $0.isWord("stored") }
            isIdentity = reader.accept("identity")
            isStored = !isIdentity && !kind.isEmpty && reader.accept("stored")
            _ = reader.takeParentheses()
        } else if reader.accept("primary", "key") {
            isPrimaryKey = true
            isNotNull = true
        } else if reader.accept("unique") {
            isUnique = true
        } else if reader.accept("references") {
            hasReference = true
        } else if reader.accept("check") {
            check = reader.takeParentheses()
        } else {
            _ = reader.take()
        }
    }
}
