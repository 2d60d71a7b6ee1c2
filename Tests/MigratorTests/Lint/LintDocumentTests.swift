import Foundation
import Testing

@testable import Migrator

/// The table in docs/migrations.md.
struct LintDocumentTests {
    @Test func table_isTheTableOfRules() throws {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
        let text = try String(contentsOf: root.appending(path: "docs/migrations.md"), encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }.map(String.init)
        let rules = LintRules.all.map { "| `\($0.id)` | \($0.summary) |" }
        #expect(rows.filter { row in rules.contains(row) } == rules, "`migrator lint --rules` shows what belongs there")
    }

    @Test func ourOwnFiles_areClean() throws {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL
        let folder = try LintFolder(root.appending(path: "db").path(percentEncoded: false))
        let findings = Linter(files: folder.files, folder: "db").findings { _ in true }
        #expect(findings.map(\.text) == [])
        #expect(folder.files.count > 100)
    }
}
