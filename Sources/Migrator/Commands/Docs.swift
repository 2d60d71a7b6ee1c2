import ArgumentParser
import Foundation

/// `migrator docs`
struct Docs: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes the reference of all api functions and views, as Markdown, from the database's catalog.",
        discussion: """
            Examples:
              migrator docs --output docs/functions
              migrator docs --output docs/functions --check
            """
    )

    @Option(name: .customLong("output"), help: "Folder for a page a domain; default: all of it on standard output.")
    var folder: String?

    @Flag(help: "Write nothing; show a diff and exit with 3 if the pages are not what the database says.")
    var check = false

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    mutating func validate() throws {
        guard !check || folder != nil else { throw ValidationError("--check needs --output, the folder to check") }
    }

    func run(_ context: CommandContext) async throws {
        let domains = Domains(paths: try files.read().objects.map(\.file.path))
        let reference = try await database.withSession(context) { try await Reference.read($0, schema: "api") }
        let pages = ReferencePages(reference, domains: domains)
        guard let folder else {
            return context.report.result(String(pages.text.dropLast()), ["text": pages.text])
        }
        if check { return try compare(pages, folder, context.report) }
        try write(pages, folder, context.report)
    }

    private func write(_ pages: ReferencePages, _ folder: String, _ report: Report) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw MigratorFailure.usage("\(folder) cannot be made: \(error.localizedDescription)")
        }
        let written = try pages.pages.filter { try TextFile(path: "\(folder)/\($0.name)").write($0.text) }
        report.step("\(folder): \(pages.pages.count) pages, \(written.count) of them new or changed")
    }

    private func compare(_ pages: ReferencePages, _ folder: String, _ report: Report) throws {
        let differences = try pages.pages.map { try TextFile(path: "\(folder)/\($0.name)").difference(from: $0.text) }
            .filter { !$0.isEmpty }.map(\.text)
        guard !differences.isEmpty else { return report.step("\(folder) is what the database says") }
        report.result(String(differences.joined().dropLast()), ["diff": differences.joined()])
        throw MigratorFailure(
            .drift, "\(folder) is not what the database says; `migrator docs --output \(folder)` makes it so")
    }
}
