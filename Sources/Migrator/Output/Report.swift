import Foundation
import Synchronization

/// What a command says. To people: progress on standard output as it happens, trouble on standard error. To machines, with
/// `--json`: one JSON object at the end, and nothing else on standard output.
final class Report: Sendable {
    /// One thing that was done.
    private struct Step: Encodable {
        let text: String
        let milliseconds: Int?
    }

    private struct State {
        var steps: [Step] = []
        var warnings: [String] = []
        var result: (any Encodable & Sendable)?
    }

    private let command: String
    private let isJSON: Bool
    private let start = ContinuousClock.now
    private let state = Mutex(State())

    /// A report of a command, e.g. `up`.
    init(command: String, isJSON: Bool) {
        self.command = command
        self.isJSON = isJSON
    }

    /// Something was done, since then.
    func step(_ text: String, since start: ContinuousClock.Instant? = nil) {
        let milliseconds = start.map { Int((ContinuousClock.now - $0) / .milliseconds(1)) }
        state.withLock { $0.steps.append(Step(text: text, milliseconds: milliseconds)) }
        if !isJSON { Self.write(text + (milliseconds.map { "  (\($0) ms)" } ?? ""), to: .standardOutput) }
    }

    /// Something that a person should know, though it stops nothing.
    func warning(_ text: String) {
        state.withLock { $0.warnings.append(text) }
        if !isJSON { Self.write("warning: \(text)", to: .standardError) }
    }

    /// What was asked for: people get the text, machines the value.
    func result(_ text: String, _ value: some Encodable & Sendable) {
        state.withLock { $0.result = value }
        if !isJSON { Self.write(text, to: .standardOutput) }
    }

    /// The command has ended.
    func finish(_ failure: MigratorFailure?) {
        guard isJSON else {
            if let failure, !failure.isTold { Self.write("migrator: \(failure)", to: .standardError) }
            return
        }
        Self.write(json(failure), to: .standardOutput)
    }

    /// The one object of `--json`.
    private func json(_ failure: MigratorFailure?) -> String {
        state.withLock { state in
            let summary = Summary(
                command: command,
                exitCode: failure?.exitCode ?? 0,
                status: (failure?.status ?? .clean).summary,
                error: failure?.description,
                milliseconds: Int((ContinuousClock.now - start) / .milliseconds(1)),
                steps: state.steps,
                warnings: state.warnings,
                result: state.result
            )
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            encoder.keyEncodingStrategy = .convertToSnakeCase
            return (try? encoder.encode(summary)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
        }
    }

    private struct Summary: Encodable {
        let command: String
        let exitCode: Int32
        let status: String
        let error: String?
        let milliseconds: Int
        let steps: [Step]
        let warnings: [String]
        let result: (any Encodable & Sendable)?

        private enum CodingKeys: CodingKey {
            case command, exitCode, status, error, milliseconds, steps, warnings, result
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(command, forKey: .command)
            try container.encode(exitCode, forKey: .exitCode)
            try container.encode(status, forKey: .status)
            try container.encodeIfPresent(error, forKey: .error)
            try container.encode(milliseconds, forKey: .milliseconds)
            try container.encode(steps, forKey: .steps)
            try container.encode(warnings, forKey: .warnings)
            if let result { try container.encode(result, forKey: .result) }
        }
    }

    private static func write(_ text: String, to handle: FileHandle) {
        // Whoever read us may have gone; that is no reason to stop half way.
        try? handle.write(contentsOf: Data((text + "\n").utf8))
    }
}
