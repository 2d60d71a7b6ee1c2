import ArgumentParser

/// Where a text that was made from the database goes.
struct TextOptions: ParsableArguments {
    @Option(name: .customLong("output"), help: "File to write; default: standard output.")
    var path: String?

    @Flag(help: "Write nothing; show a diff and exit with 3 if the file is not what the database says.")
    var check = false

    mutating func validate() throws {
        guard !check || path != nil else { throw ValidationError("--check needs --output, the file to check") }
    }

    /// Prints, writes or checks the text.
    /// - Throws: `MigratorFailure` `drift`; `usage` when the file cannot be read or written.
    func deliver(_ text: String, of command: String, _ report: Report) throws {
        guard let path else { return report.result(String(text.dropLast()), Outcome(text: text)) }
        let file = TextFile(path: path)
        guard check else {
            return report.step(try file.write(text) ? "wrote \(path)" : "\(path) is up to date")
        }
        let difference = try file.difference(from: text)
        guard !difference.isEmpty else { return report.step("\(path) is what the database says") }
        report.result(String(difference.text.dropLast()), Outcome(diff: difference.text))
        throw MigratorFailure(
            .drift, "\(path) is not what the database says; `migrator \(command) --output \(path)` makes it so")
    }

    /// For machines.
    private struct Outcome: Encodable {
        var text: String?
        var diff: String?
    }
}
