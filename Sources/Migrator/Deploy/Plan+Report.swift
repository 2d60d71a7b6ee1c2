extension Plan {
    /// For people.
    var text: String {
        var lines = ["applied: \(appliedCount) migrations"]
        lines += pending.map { "pending: \($0.file.path)" }
        lines += changed.map { "changed: \($0.file.path)" }
        if isUnchecked { lines.append("pending: the gates, which have not passed since the last migration") }
        lines += drifted.map { "changed by hand: \($0.identity)" }
        lines += unknown.map { "made by no file: \($0)" }
        lines += problems.map { "problem: \($0)" }
        if isEmpty && problems.isEmpty { lines.append("up to date") }
        return lines.joined(separator: "\n")
    }

    /// For machines.
    var summary: Summary {
        Summary(
            applied: appliedCount,
            pending: pending.map(\.file.path),
            changed: changed.map(\.file.path),
            isUnchecked: isUnchecked,
            drifted: drifted.map(\.identity),
            unknown: unknown,
            problems: problems
        )
    }

    /// What `status --json` shows.
    struct Summary: Encodable, Sendable {
        let applied: Int
        let pending: [String]
        let changed: [String]
        let isUnchecked: Bool
        let drifted: [String]
        let unknown: [String]
        let problems: [String]
    }
}
