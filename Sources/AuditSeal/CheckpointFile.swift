import Foundation

/// The checkpoints that have left the database: a file that is only added to. One note follows the other, with an empty line between.
public struct CheckpointFile: Sendable {
    /// Where it is.
    public let path: String

    /// The file of this path, which need not be there yet.
    public init(_ path: String) {
        self.path = path
    }

    /// What is in it, the oldest first; what is no note, as a line that was cut off by a full disk, is passed over.
    public func read() throws -> [SignedCheckpoint] {
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return Self.notes(in: String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self))
    }

    /// Asks for the last note, and adds the one that the body gives then, if any; nobody else adds one meanwhile. The bytes are
    /// on the disk when it returns.
    public func append(_ next: (_ last: SignedCheckpoint?) throws -> SignedCheckpoint?) throws {
        let descriptor = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteNoPermission, userInfo: [NSFilePathErrorKey: path]) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        guard flock(descriptor, LOCK_EX) == 0 else { throw CocoaError(.fileLocking) }
        let end = try handle.seekToEnd()
        try handle.seek(toOffset: end - min(end, UInt64(2 * SignedCheckpoint.limit)))
        let tail = String(decoding: try handle.readToEnd() ?? Data(), as: UTF8.self)
        guard let signed = try next(Self.notes(in: tail).last) else { return }
        // Behind a note that was cut off a new one begins on a line of its own.
        let start = end == 0 || tail.hasSuffix("\n\n") ? "" : "\n\n"
        try handle.write(contentsOf: Data((start + signed.note + "\n").utf8))
        try handle.synchronize()
    }

    private static func notes(in text: String) -> [SignedCheckpoint] {
        let parts = text.components(separatedBy: "\n\n")
        return zip(parts, parts.dropFirst()).compactMap { SignedCheckpoint(note: "\($0)\n\n\($1)\n") }
    }
}
