/// How much of something ran.
struct Coverage: Sendable, Equatable, Encodable {
    let count: Int
    let ran: Int

    /// 100 where there is nothing to run.
    var percent: Double { count == 0 ? 100 : 100 * Double(ran) / Double(count) }

    /// `97.5 %`; 100 only when all of it ran.
    var text: String {
        // Down, to one digit.
        let tenths = count == 0 ? 1000 : 1000 * ran / count
        return "\(tenths / 10).\(tenths % 10) %"
    }

    private enum CodingKeys: CodingKey { case count, ran, percent }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(count, forKey: .count)
        try container.encode(ran, forKey: .ran)
        try container.encode((percent * 10).rounded(.down) / 10, forKey: .percent)
    }

    /// Both together.
    static func + (one: Coverage, other: Coverage) -> Coverage {
        Coverage(count: one.count + other.count, ran: one.ran + other.ran)
    }
}

/// How much of a function the tests ran.
struct FunctionCoverage: Sendable, Encodable {
    /// With its schema, without parameters: no function is overloaded.
    let function: String
    let statements: Coverage
    /// The ways that it may take: of if, case, loops and exception handlers. An `else` that is not written counts for none.
    let branches: Coverage
    /// Lines of statements that never ran, as errors and `\sf` count them.
    let missedLines: [Int]

    /// Whether every statement ran and every way was taken.
    var isComplete: Bool { statements.ran == statements.count && branches.ran == branches.count }

    /// Whether it may be called from outside.
    var isPublic: Bool { function.hasPrefix("api.") }

    /// Which functions are shown to people.
    enum Shown { case all, incomplete, incompleteOfThoseThatRan }

    /// The table for people, and the totals.
    static func table(_ functions: [FunctionCoverage], unmeasured: Int, _ which: Shown) -> String {
        let shown = functions.filter { function in
            switch which {
            case .all: true
            case .incomplete: !function.isComplete
            case .incompleteOfThoseThatRan: !function.isComplete && function.statements.ran > 0
            }
        }
        let statements = functions.map(\.statements).reduce(Coverage(count: 0, ran: 0), +)
        let branches = functions.map(\.branches).reduce(Coverage(count: 0, ran: 0), +)
        var lines = shown.isEmpty ? [] : ["statements  branches  function"]
        lines += shown.map { row in
            let missed = row.missedLines.map(String.init).joined(separator: ", ")
            let name = row.function + (missed.isEmpty ? "" : "  not run: line \(missed)")
            return
                "\(padded(row.statements.text, 10))  \(padded(row.branches.count == 0 ? "-" : row.branches.text, 8))  \(name)"
        }
        lines.append(
            "coverage of \(functions.count) functions: statements \(statements.text) (\(statements.ran) of \(statements.count)), branches \(branches.text) (\(branches.ran) of \(branches.count)); \(unmeasured) functions in SQL have no statements to count"
        )
        return lines.joined(separator: "\n")
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
