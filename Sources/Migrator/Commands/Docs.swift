import ArgumentParser

/// `migrator docs`
struct Docs: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes the reference of all api functions and views, as Markdown, from the database's catalogue.",
        discussion: """
            Examples:
              migrator docs --output docs/functions.md
              migrator docs --output docs/functions.md --check
            """
    )

    @OptionGroup var text: TextOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext) async throws {
        let domains = Domains(paths: try files.read().objects.map(\.file.path))
        let reference = try await database.withSession(context) { try await Reference.read($0, schema: "api") }
        try text.deliver(ReferencePage(reference, domains: domains).text, of: "docs", context.report)
    }
}
