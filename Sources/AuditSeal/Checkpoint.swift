import Foundation

/// What is said of the tree at a moment: who says it, its size and its root (C2SP tlog-checkpoint).
public struct Checkpoint: Sendable, Equatable {
    /// Who says it.
    public let origin: String
    /// Leaves.
    public let size: Int64
    /// The hash over them.
    public let root: [UInt8]

    /// A checkpoint of these.
    public init(origin: String, size: Int64, root: [UInt8]) {
        self.origin = origin
        self.size = size
        self.root = root
    }

    /// The text that is signed.
    public var text: String { "\(origin)\n\(size)\n\(Data(root).base64EncodedString())\n" }

    /// Reads the text; nil for one that is no checkpoint. Lines behind the third are allowed, and mean nothing here.
    public init?(text: some StringProtocol) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 4, lines.last == "", !lines[0].isEmpty, let size = Int64(lines[1]), size >= 0,
            "\(size)" == lines[1], let root = Data(base64Encoded: String(lines[2])), root.count == 32
        else { return nil }
        self.init(origin: String(lines[0]), size: size, root: Array(root))
    }
}

/// A checkpoint with its signatures, as a signed note (C2SP signed-note).
public struct SignedCheckpoint: Sendable, Equatable {
    /// What is signed.
    public let checkpoint: Checkpoint
    /// All of it: the text, an empty line, and the lines with signatures.
    public let note: String

    /// Reads a note; nil for one that is none. Nothing is verified.
    public init?(note: String) {
        guard note.utf8.count <= Self.limit, let gap = note.range(of: "\n\n"),
            let checkpoint = Checkpoint(text: note[..<gap.lowerBound] + "\n")
        else { return nil }
        let lines = note[gap.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
        // An Ed25519 signature with its key id is 92 letters: a line that was cut off is none.
        guard lines.count >= 2, lines.last == "",
            lines.dropLast().allSatisfy({
                $0.hasPrefix("\u{2014} ") && ($0.split(separator: " ").last?.count ?? 0) >= 92
            })
        else {
            return nil
        }
        self.checkpoint = checkpoint
        self.note = note
    }

    init(_ checkpoint: Checkpoint, signature: String) {
        self.checkpoint = checkpoint
        note = "\(checkpoint.text)\n\(signature)\n"
    }

    /// Bytes: a few lines and signatures.
    public static let limit = 8192

    /// Name and bytes of each signature.
    var signatures: [(name: Substring, bytes: Data)] {
        guard let gap = note.range(of: "\n\n") else { return [] }
        return note[gap.upperBound...].split(separator: "\n").compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 3, let bytes = Data(base64Encoded: String(parts[2])) else { return nil }
            return (parts[1], bytes)
        }
    }
}
