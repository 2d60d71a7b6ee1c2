import ArgumentParser

/// `migrator adopt`
struct Adopt: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes the live text of a function or a view back into its file, and into the ledger.",
        discussion: "Example, after a mend in psql:\n  migrator adopt api.cart_get && git diff db/functions"
    )

    @Argument(help: "The function or view, e.g. api.cart_get, or its file's path below the folder.")
    var name: String

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        try await database.withLock(context) { session in
            let path = try await Adoption(session: session, files: files).adopt(name)
            context.report.result(
                path.map { "wrote \($0)" } ?? "the file makes what is live already", ["file": path])
        }
    }
}
