import ArgumentParser

/// `migrator new`
struct New: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes an empty migration with the next number, and prints its path.",
        discussion: "Example:\n  migrator new 'add coupons'      # db/migrations/0009_add_coupons.sql"
    )

    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: "What it does, in a few words: letters, digits, spaces, hyphens, underscores.")
    var name: String

    @Flag(help: "For what cannot run in a transaction, as an index that is built concurrently.")
    var noTransaction = false

    @Flag(help: "With a file beside it that undoes it, in development.")
    var down = false

    func run(_ context: CommandContext) async throws {
        let migration = try NewMigration(name: name, isTransactional: !noTransaction, hasDown: down)
        let paths = try migration.write(to: files.dbDir)
        context.report.result(paths.joined(separator: "\n"), paths)
    }
}
