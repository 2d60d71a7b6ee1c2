import ArgumentParser

/// `migrator drift`
struct DriftCommand: MigratorCommand {
    static let configuration = CommandConfiguration(
        commandName: "drift",
        abstract:
            "Shows what was changed by hand in the database, as a diff against the files; exit code 3 if anything was.",
        discussion: "Example:\n  migrator drift || migrator adopt api.cart_get"
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        let findings = try await database.withSession(context) { session in
            try await Drift(session: session, files: files).findings()
        }
        let text = findings.map { "\($0.object): \($0.kind.rawValue)\n\($0.diff)" }.joined(separator: "\n")
        context.report.result(findings.isEmpty ? "no drift" : text, findings)
        guard findings.isEmpty else {
            throw MigratorFailure(.drift, "the database was changed by hand in \(findings.count) places")
        }
    }
}
