/// The table at the end of a storm.
enum StormReport {
    /// What a shop's books have shown.
    struct Shop: Sendable {
        let name: String
        let checks: [StormBooks.Check]
        /// What is open for good, by design.
        let lasting: [String]
    }

    /// What was done, what the clients saw, what the checks found.
    static func text(_ log: StormLog.Counts, _ shops: [Shop], quiet: Duration) -> String {
        var lines = ["", "what was done"]
        lines += log.events.sorted { $0.key < $1.key }.map { row($0.key, "\($0.value)") }
        lines += ["", "what the clients saw"]
        lines += log.outcomes.sorted { $0.key < $1.key }.map { row($0.key, "\($0.value)") }
        lines += log.answers.sorted { $0.key < $1.key }.map {
            row($0.key == 0 ? "connection broken" : "answer \($0.key)", "\($0.value)")
        }
        lines += ["", row("quiet after", "\((quiet / .seconds(1)).rounded()) s")]
        for shop in shops {
            lines += ["", "what was found of \(shop.name)"] + shop.checks.map(\.line) + shop.lasting
        }
        return lines.joined(separator: "\n")
    }

    /// One line of the table.
    static func row(_ name: String, _ value: String) -> String {
        "  " + name + String(repeating: " ", count: max(2, 58 - name.count)) + value
    }
}
