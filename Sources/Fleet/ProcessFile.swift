import Foundation

/// A file that remembers a process from one run of ours to the next.
public struct ProcessFile: Sendable {
    /// Where the file is.
    public let path: String

    /// The file at a path.
    public init(_ path: String) {
        self.path = path
    }

    /// The process, while it lives.
    public var process: ProcessIdentity? {
        FileManager.default.contents(atPath: path).flatMap {
            ProcessIdentity(text: String(decoding: $0, as: UTF8.self))
        }
    }

    /// Remembers a process; nothing when it has ended already.
    public func remember(_ processIdentifier: Int32) throws {
        guard let process = ProcessIdentity(processIdentifier) else { return }
        try Data((process.text + "\n").utf8).write(to: URL(filePath: path))
    }

    /// Forgets it.
    public func remove() {
        unlink(path)
    }
}
