/// What is to be done to make a database what the files say. Compares, and does nothing.
struct Plan: Sendable, Equatable {
    /// Migrations that have not run, or not to their end, in order.
    var pending: [Migration] = []
    /// Objects whose text is new or that are not there, in the order in which they are made.
    var changed: [SchemaObject] = []
    /// Objects that somebody changed by hand since they were made.
    var drifted: [SchemaObject] = []
    /// What stands in the files' schemas and no file makes, as `drop` wants it.
    var unknown: [String] = []
    /// Paths that the ledger knows, whose files and objects are gone.
    var forgotten: [String] = []
    /// Why nothing may be done.
    var problems: [String] = []
    var appliedCount = 0
    /// Whether a run ended between its migrations and the gates: functions may not fit the tables.
    var isUnchecked = false

    init(files: SchemaFiles, ledger: Ledger, live: LiveObjects) {
        compareHistory(files, ledger)
        isUnchecked = ledger.checkedMigration < (ledger.migrations.keys.max() ?? 0)
        for object in files.objects {
            let entry = ledger.objects[object.file.path]
            let found = live[object]
            if entry.map({ !object.file.hasChecksum($0.checksum) || $0.definition == nil }) ?? true
                || (found.isEmpty && object.kind != .script)
            {
                changed.append(object)
            }
            let current = live.current(object, deployed: entry?.definition)
            if let deployed = entry?.definition, let now = current?.definition, deployed != now {
                drifted.append(object)
            }
            unknown += found.filter { $0 != current && !object.replaces($0) }.map(\.signature)
        }
        compareStrays(files, ledger, live)
    }

    /// Whether there is nothing to do.
    var isEmpty: Bool { pending.isEmpty && changed.isEmpty && forgotten.isEmpty && !isUnchecked }

    /// Whether somebody changed or made anything by hand.
    var isTouchedByHand: Bool { !drifted.isEmpty || !unknown.isEmpty }

    private mutating func compareHistory(_ files: SchemaFiles, _ ledger: Ledger) {
        let last = ledger.migrations.keys.max() ?? 0
        for migration in files.migrations {
            guard let entry = ledger.migrations[migration.number] else {
                if migration.number < last {
                    problems.append(
                        "\(migration.file.path) is new, but \(last) has been applied already: give it a higher number")
                }
                problems += Self.problems(of: migration, steps: ledger.steps[migration.number] ?? [:])
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
    }

    /// Steps that have run must still be the file's.
    private static func problems(of migration: Migration, steps: [Int: Ledger.Step]) -> [String] {
        steps.sorted { $0.key < $1.key }.compactMap { number, step in
            guard step.isFinished else { return nil }
            let statements = migration.steps ?? []
            guard number <= statements.count, statements[number - 1].checksum == step.checksum else {
                return "\(migration.file.path): step \(number) was edited after it had run"
            }
            return nil
        }
    }

    private mutating func compareStrays(_ files: SchemaFiles, _ ledger: Ledger, _ live: LiveObjects) {
        let known = Set(files.objects.map(\.identity))
        for (identity, found) in live.byIdentity.sorted(by: { $0.key < $1.key }) {
            if !known.contains(identity) { unknown += found.map(\.signature) }
        }
        let paths = Set(files.objects.map(\.file.path))
        forgotten = ledger.objects.keys.filter { !paths.contains($0) }.sorted()
    }
}
