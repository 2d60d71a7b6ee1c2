import SQLText

/// A migration that may wait for a lock longer than is good for those behind it.
///
/// The migrator sets `lock_timeout` to 2 s in every session, so a missing one cannot happen; a file can only lift it. Building or
/// dropping indexes concurrently is the exception: it waits for transactions, but nobody waits behind it.
enum LockTimeoutRule: LintRule {
    static let id = "lock-timeout"
    static let summary =
        "The migrator gives up a lock after 2 s; a file that sets `lock_timeout` to 0 or more than 5 s makes everybody queue behind it. Free for a no-transaction file of `concurrently` alone."

    private static let limit = 5_000.0

    static func complaints(about file: LintedFile) -> [Complaint] {
        let others = file.statements.filter { lifted($0.significant) == nil }
        let isHarmless = !file.isTransactional && others.allSatisfy { $0.significant.has("concurrently") }
        guard !isHarmless else { return [] }
        return file.statements.compactMap { statement in
            guard let value = lifted(statement.significant), !isShort(value) else { return nil }
            return Complaint(
                line: statement.line,
                message:
                    "lock_timeout \(value) lets this migration wait, and everybody who uses the table behind it; leave it at the migrator's 2 s, which tries again"
            )
        }
    }

    /// The new value; nil for a statement about something else.
    private static func lifted(_ tokens: [SQLToken]) -> String? {
        var reader = TokenReader(tokens)
        if reader.accept("reset", "all") || reader.accept("discard", "all") { return "reset" }
        if reader.accept("reset", "lock_timeout") { return "reset" }
        if reader.accept("set") {
            _ = reader.accept("session") || reader.accept("local")
            guard reader.accept("lock_timeout") else { return nil }
            _ = reader.take()
            return reader.rest.map { $0.stringValue ?? $0.folded }.joined()
        }
        guard let call = tokens.firstIndex(where: { $0.isWord("set_config") }), tokens.count > call + 4,
            tokens[call + 2].stringValue?.lowercased() == "lock_timeout"
        else { return nil }
        return tokens[call + 4].stringValue ?? "of an expression"
    }

    /// Whether a duration is above 0 and within the limit. PostgreSQL takes milliseconds where there is no unit.
    private static func isShort(_ value: String) -> Bool {
        guard let match = value.wholeMatch(of: /\s*([0-9.]+)\s*(us|ms|s|min|h|d)?\s*/), let number = Double(match.1)
        else {
            return false
        }
        let units = ["us": 0.001, "ms": 1, "s": 1_000, "min": 60_000, "h": 3_600_000, "d": 86_400_000]
        let milliseconds = number * (units[match.2.map(String.init) ?? "ms"] ?? 1)
        return milliseconds > 0 && milliseconds <= limit
    }
}
