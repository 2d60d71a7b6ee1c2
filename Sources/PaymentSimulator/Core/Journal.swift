import Foundation

/// The state's file: one event a line, written before the answer goes out, so that a killed simulator forgets nothing that
/// it has said.
final class Journal {
    private let handle: FileHandle
    private let path: String

    /// Opens the file, made if there is none.
    init(path: String) throws {
        self.path = path
        if !FileManager.default.fileExists(atPath: path) {
            guard FileManager.default.createFile(atPath: path, contents: nil) else {
                throw CocoaError(.fileWriteUnknown)
            }
        }
        handle = try FileHandle(forWritingTo: URL(filePath: path))
        try handle.seekToEnd()
    }

    /// All events so far. A last line that was cut off when the process was killed has been answered to nobody: it is left
    /// out, and a new line started behind it.
    func events() throws -> [ProviderState.Event] {
        let text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        if !text.isEmpty, !text.hasSuffix("\n") { try handle.write(contentsOf: Data("\n".utf8)) }
        let decoder = JSONDecoder()
        return text.split(separator: "\n").compactMap {
            try? decoder.decode(ProviderState.Event.self, from: Data($0.utf8))
        }
    }

    /// Writes events in one piece.
    func append(_ events: [ProviderState.Event]) throws {
        let encoder = JSONEncoder()
        var lines = Data()
        for event in events {
            lines.append(try encoder.encode(event))
            lines.append(UInt8(ascii: "\n"))
        }
        try handle.write(contentsOf: lines)
    }
}
