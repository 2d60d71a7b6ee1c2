extension Deployment {
    /// The SQL that `up` would run, for people to read and for psql to run: transactions as `up` makes them. The ledger's
    /// own statements are not in it.
    func script() async throws -> String {
        let plan = try await plan()
        guard plan.problems.isEmpty else { throw MigratorFailure.historyMismatch(plan.problems) }
        var parts = plan.pending.map { migration in
            migration.steps == nil
                ? "-- \(migration.file.path)\nbegin;\nset local lock_timeout = '2s';\n\(migration.file.text)\ncommit;"
                : "-- \(migration.file.path), without a transaction\n\(migration.file.text)"
        }
        let grants = files.objects.filter { $0.file.path == SchemaFiles.grantsPath && !plan.changed.contains($0) }
        let objects = plan.changed + (plan.isEmpty ? [] : grants)
        if !objects.isEmpty && options.to == nil {
            let texts = objects.map { "-- \($0.file.path)\n\($0.file.text.drop(while: \.isNewline))" }
            parts.append(
                "begin;\nset local lock_timeout = '2s';\nset local check_function_bodies = off;\n\n"
                    + texts.joined(separator: "\n") + "\ncommit;")
        }
        return parts.isEmpty ? "-- up to date" : parts.joined(separator: "\n\n")
    }
}
