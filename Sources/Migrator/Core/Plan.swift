/// What is to be done to make a database what the files say. Compares, and does nothing.
struct Plan: Sendable, Equatable {
    /// Migrations that have not run, in order.
    var pending: [Migration] = []
    /// Functions and the like whose text is new, in the order in which they are applied.
    var changed: [SQLFile] = []
    /// Paths that the database knows and the files do not.
    var orphans: [String] = []
    /// Why nothing may be done.
    var problems: [String] = []
    var appliedCount = 0

    init(files: SchemaFiles, ledger: Ledger) {
        let last = ledger.migrations.keys.max() ?? 0
        for migration in files.migrations {
            guard let entry = ledger.migrations[migration.number] else {
                if migration.number < last {
                    problems.append(
                        "\(migration.file.path) is new, but \(last) has been applied already: give it a higher number")
                }
                pending.append(migration)
                continue
            }
            appliedCount += 1
            if entry.slug != migration.slug {
                problems.append("\(migration.file.path) was \(entry.slug) when it was applied")
            } else if !migration.file.hasChecksum(entry.checksum) {
                problems.append("\(migration.file.path) was edited after it was applied: write a new migration instead")
            }
        }
        let numbers = Set(files.migrations.map(\.number))
        for (number, entry) in ledger.migrations.sorted(by: { $0.key < $1.key }) where !numbers.contains(number) {
            problems.append(
                "migration \(number) (\(entry.slug)) has been applied, but has no file: the database is newer")
        }
        changed = files.objects.filter { file in ledger.objects[file.path].map { !file.hasChecksum($0) } ?? true }
        let paths = Set(files.objects.map(\.path))
        orphans = ledger.objects.keys.filter { !paths.contains($0) }.sorted()
    }

    /// Whether there is nothing to do.
    var isEmpty: Bool { pending.isEmpty && changed.isEmpty }

    /// For people.
    var text: String {
        var lines = ["applied: \(appliedCount) migrations"]
        lines += pending.map { "pending: \($0.file.path)" }
        lines += changed.map { "changed: \($0.path)" }
        lines += orphans.map { "without a file: \($0)" }
        lines += problems.map { "problem: \($0)" }
        if isEmpty && problems.isEmpty { lines.append("up to date") }
        return lines.joined(separator: "\n")
    }

    /// For machines.
    var summary: Summary {
        Summary(
            applied: appliedCount,
            pending: pending.map(\.file.path),
            changed: changed.map(\.path),
            orphans: orphans,
            problems: problems
        )
    }

    /// What `status --json` shows.
    struct Summary: Encodable, Sendable {
        let applied: Int
        let pending: [String]
        let changed: [String]
        let orphans: [String]
        let problems: [String]
    }
}
