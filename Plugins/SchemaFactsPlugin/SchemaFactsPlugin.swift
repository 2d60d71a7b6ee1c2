import Foundation
import PackagePlugin

/// Makes Swift of what `db/` says, whenever it is built: see Sources/SchemaFacts.
@main
struct SchemaFactsPlugin: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let files = context.package.directoryURL.appending(path: "db", directoryHint: .isDirectory)
        let migrations = files.appending(path: "migrations", directoryHint: .isDirectory)
        let output = context.pluginWorkDirectoryURL.appending(path: "SchemaFacts.swift")
        let newest = try FileManager.default.contentsOfDirectory(at: migrations, includingPropertiesForKeys: nil)
        return [
            .buildCommand(
                displayName: "Reading db/",
                executable: try context.tool(named: "SchemaFacts").url,
                arguments: [files.path(percentEncoded: false), output.path(percentEncoded: false)],
                inputFiles: newest.sorted { $0.lastPathComponent < $1.lastPathComponent } + [
                    files.appending(path: "errors.sql"), files.appending(path: "seed/reference.sql"),
                ],
                outputFiles: [output]
            )
        ]
    }
}
