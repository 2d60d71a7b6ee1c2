import Foundation

/// A file that a command writes, and that is committed.
struct TextFile: Sendable {
    let path: String

    /// Writes the text, if the file is not the same already.
    /// - Returns: whether it wrote.
    /// - Throws: `MigratorFailure` `usage` when the file cannot be read or written.
    func write(_ text: String) throws -> Bool {
        guard try !difference(from: text).isEmpty else { return false }
        do {
            try text.write(toFile: path, atomically: true, encoding: .utf8)
        } catch {
            throw MigratorFailure.usage("\(path) cannot be written: \(error.localizedDescription)")
        }
        return true
    }

    /// What would have to change in the file to make it the text; a missing file is an empty one.
    /// - Throws: `MigratorFailure` `usage` when the file cannot be read.
    func difference(from text: String) throws -> UnifiedDiff {
        UnifiedDiff(from: try read(), to: text, labels: (path, "database"))
    }

    private func read() throws -> String {
        guard FileManager.default.fileExists(atPath: path) else { return "" }
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw MigratorFailure.usage("\(path) cannot be read")
        }
        return text
    }
}
