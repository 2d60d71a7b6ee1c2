import Foundation
import Logging

/// Writes each event as one line of JSON to standard output: time, level, event, then the metadata by name.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    private let label: String

    package init(label: String, logLevel: Logger.Level) {
        self.label = label
        self.logLevel = logLevel
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var fields = [
            ("time", Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))),
            ("level", event.level.rawValue),
            ("logger", label),
            ("event", event.message.description),
        ]
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) {
            fields.append((key, value.description))
        }
        let members = fields.map { JSONText.quoted($0.0) + ":" + JSONText.quoted($0.1) }
        let line = "{" + members.joined(separator: ",") + "}\n"
        // One write a line, so that lines of several threads do not mix.
        FileHandle.standardOutput.write(Data(line.utf8))
    }
}
