import SQLText

/// A column's type, as far as the question goes whether a change of it rewrites the table.
struct SQLType: Equatable, Sendable {
    /// The one name that PostgreSQL has for it: `varchar`, `numeric`, `timestamptz`, …
    let name: String
    /// Length or precision and scale; empty for none.
    let modifiers: [Int]
    let isArray: Bool

    private static let names = [
        ["character", "varying"]: "varchar", ["char", "varying"]: "varchar", ["character"]: "char", ["bpchar"]: "char",
        ["decimal"]: "numeric", ["int"]: "integer", ["int4"]: "integer", ["int8"]: "bigint", ["int2"]: "smallint",
        ["bool"]: "boolean", ["float8"]: "double precision", ["float4"]: "real", ["bit", "varying"]: "varbit",
        ["timestamp", "without", "time", "zone"]: "timestamp", ["timestamp", "with", "time", "zone"]: "timestamptz",
        ["time", "without", "time", "zone"]: "time", ["time", "with", "time", "zone"]: "timetz",
        ["serial4"]: "serial", ["serial8"]: "bigserial", ["serial2"]: "smallserial",
    ]

    /// Reads a type's tokens, e.g. `character varying ( 20 )`.
    init(_ tokens: [SQLToken]) {
        var words: [String] = []
        var modifiers: [Int] = []
        var reader = TokenReader(tokens)
        while let next = reader.next {
            if let parentheses = reader.takeParentheses() {
                modifiers = parentheses.compactMap { Int($0.text) }
            } else if next.isName {
                words.append(reader.takeName() ?? "")
            } else {
                _ = reader.take()
            }
        }
        if words.last == "array" { words.removeLast() }
        let plain = words.map { $0.hasPrefix("pg_catalog.") ? String($0.dropFirst(11)) : $0 }
        name = Self.names[plain] ?? plain.joined(separator: " ")
        self.modifiers = modifiers
        isArray = tokens.contains { $0.text == "[" || $0.isWord("array") }
    }

    /// Whether its columns take their values from a sequence of their own.
    var isSerial: Bool { ["serial", "bigserial", "smallserial"].contains(name) }

    /// Whether a column of this type can become one of the other without a rewrite: the stored bytes serve both, and no value
    /// needs to be looked at (manual, ALTER TABLE, notes; the casts and their transforms in PostgreSQL 15).
    func becomesWithoutRewrite(_ other: SQLType) -> Bool {
        if self == other { return true }
        // Each element is converted, even where there is nothing to convert.
        guard !isArray, !other.isArray else { return false }
        switch (name, other.name) {
        case ("varchar", "text"), ("cidr", "inet"): return true
        case ("text", "varchar"): return other.modifiers.isEmpty
        case ("varchar", "varchar"), ("varbit", "varbit"), ("timestamptz", "timestamptz"), ("timestamp", "timestamp"),
            ("time", "time"), ("timetz", "timetz"), ("interval", "interval"):
            guard let new = other.modifiers.first else { return true }
            return modifiers.first.map { $0 <= new } ?? false
        case ("numeric", "numeric"):
            guard let precision = other.modifiers.first else { return true }
            let sameScale = (modifiers.dropFirst().first ?? 0) == (other.modifiers.dropFirst().first ?? 0)
            return sameScale && modifiers.first.map { $0 <= precision } ?? false
        default: return false
        }
    }
}
