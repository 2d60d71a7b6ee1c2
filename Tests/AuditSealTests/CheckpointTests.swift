import Foundation
import Testing

@testable import AuditSeal

/// Signed notes, written and read.
struct CheckpointTests {
    private static let seed = Data(repeating: 7, count: 32).base64EncodedString()
    private static let key = SealingKey(name: "shop.example/audit", seed: seed)!
    private static let root = [UInt8](repeating: 9, count: 32)

    @Test func key_isReadAgain_asItsText() throws {
        let verifier = Self.key.verifier
        #expect(VerifierKey(verifier.description)?.bytes == verifier.bytes)
        #expect(VerifierKey("other\(verifier.description)") == nil, "the id is of name and key")
        // The example of C2SP signed-note.
        let example = VerifierKey("example.com/foo+530d903f+ATnkcmAi9QonYt7jvuXY+JdQvXcjXUnV7DlKlQcVtOZB")
        #expect(example == nil || example?.name == "example.com/foo")
        for wrong in ["", "a+b", "a+00000000+AAAA", "a+00000000+!"] { #expect(VerifierKey(wrong) == nil, "\(wrong)") }
    }

    @Test func key_mustBe32Bytes_andItsNameOneWord() {
        #expect(SealingKey(name: "a", seed: Data(repeating: 1, count: 31).base64EncodedString()) == nil)
        #expect(SealingKey(name: "a", seed: "no base64") == nil)
        #expect(SealingKey(name: "a b", seed: Self.seed) == nil)
        #expect(SealingKey(name: "a+b", seed: Self.seed) == nil)
        #expect(SealingKey(name: "a", seed: Self.seed + "\n") != nil, "as it stands in a file")
    }

    @Test func signature_isOfTheWholeText_byThisKey() throws {
        let signed = try Self.key.sign(size: 17, root: Self.root)
        #expect(
            signed.note.hasPrefix("shop.example/audit\n17\n\(Data(Self.root).base64EncodedString())\n\n\u{2014} shop"))
        #expect(SignedCheckpoint(note: signed.note) == signed)
        #expect(Self.key.verifier.hasSigned(signed))
        let other = try #require(SignedCheckpoint(note: signed.note.replacing("\n17\n", with: "\n18\n")))
        #expect(!Self.key.verifier.hasSigned(other))
        let extended = try #require(SignedCheckpoint(note: signed.note.replacing("\n\n", with: "\nmore\n\n")))
        #expect(!Self.key.verifier.hasSigned(extended), "a line more is another text")
        let stranger = try #require(
            SealingKey(name: Self.key.name, seed: Data(repeating: 8, count: 32).base64EncodedString()))
        #expect(!stranger.verifier.hasSigned(signed))
    }

    @Test(arguments: [
        "", "a\n1\nAAAA\n", "a\n01\nROOT\n", "a\n-1\nROOT\n", "\n1\nROOT\n", "a\nx\nROOT\n", "a\n1\nROOT",
    ])
    func text_thatIsNoCheckpoint(_ text: String) {
        #expect(Checkpoint(text: text.replacing("ROOT", with: Data(Self.root).base64EncodedString())) == nil)
    }

    @Test func file_isAddedTo_andReadAgain_whateverWasCutOff() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "checkpoints-\(UUID())").path(
            percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let file = CheckpointFile(path)
        #expect(try file.read().isEmpty)
        let notes = try (1...300).map { try Self.key.sign(size: $0, root: Self.root) }
        for (index, note) in notes.enumerated() {
            try file.append { last in
                #expect(last == (index == 0 ? nil : notes[index - 1]))
                return note
            }
        }
        try file.append { _ in nil }
        #expect(try file.read() == notes)
        let cut = try #require(FileHandle(forWritingAtPath: path))
        try cut.truncate(atOffset: try cut.seekToEnd() - 40)
        try cut.close()
        let more = try Self.key.sign(size: 400, root: Self.root)
        try file.append { last in
            #expect(last == notes[298])
            return more
        }
        #expect(try file.read() == notes.dropLast() + [more])
    }
}
