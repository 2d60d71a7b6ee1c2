import ArgumentParser

/// `migrator dump`
struct Dump: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the schema as canonical text: the same for the same schema, however it came about.",
        discussion: """
            For comparing two databases, or one with what it was; it is sorted, and not meant to be restored. Left out are
            owners, versions, the monthly partitions of the audit log, and the schema migrator, which is the migrator's own
            memory and not the shop's.

            Examples:
              migrator dump --output before.sql
              diff <(migrator dump --database-url "$ONE") <(migrator dump --database-url "$OTHER")
            """
    )

    @OptionGroup var text: TextOptions
    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    func run(_ context: CommandContext) async throws {
        let dump = try await database.withSession(context) { try await CanonicalDump.take($0, role: database.role) }
        try text.deliver(dump.text, of: "dump", context.report)
    }
}
