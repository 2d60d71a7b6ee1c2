import Foundation

/// Makes inputs from others, as a fuzzer without eyes does. Whoever finds one that does harm shows its bytes.
package struct Mutator: Sendable {
    /// How long a test goes on with one target: MAMI_FUZZ_SECONDS, 10 without it.
    package static let seconds = ProcessInfo.processInfo.environment["MAMI_FUZZ_SECONDS"].flatMap(Double.init) ?? 10

    package let corpus: [[UInt8]]

    /// What tends to end programs.
    private static let pieces: [[UInt8]] =
        [
            "-9223372036854775808", "9223372036854775808", "1e400", "-0", "00", "\u{0}", "\u{301}\u{323}", "\u{202E}",
            "\u{212A}", "\"", "\\u", "\\ud800",
            "%", "%00", "%ff", "&", "=", ",", "\r\n", "\n", "{", "[", "]", "}", "null", "::ffff:", "é",
        ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80]]

    /// Of the files in `Tests/Corpus/<target>`.
    package init(target: String) throws {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let folder = tests.appending(path: "Corpus/\(target)")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        self.init(corpus: try files.map { Array(try Data(contentsOf: $0)) })
    }

    package init(corpus: [[UInt8]]) {
        self.corpus = corpus
    }

    private func random(_ bound: Int) -> Int { Int.random(in: 0..<max(bound, 1)) }

    /// One of the corpus, with one to eight changes.
    package func next() -> [UInt8] {
        var bytes = corpus[random(corpus.count)]
        for _ in 0...random(8) { change(&bytes) }
        return Array(bytes.prefix(8192))
    }

    private func change(_ bytes: inout [UInt8]) {
        let place = random(bytes.count + 1)
        let end = min(bytes.count, place + random(16))
        switch random(7) {
        case 0 where place < bytes.count: bytes[place] = UInt8(random(256))
        case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8(random(8))
        case 2: bytes.removeSubrange(place..<end)
        case 3: bytes.insert(contentsOf: Array(bytes[place..<end]), at: random(bytes.count + 1))
        case 4:
            let other = corpus[random(corpus.count)]
            bytes.replaceSubrange(place..., with: other.dropFirst(random(other.count + 1)))
        case 5:
            // Many of one thing: what is quadratic shows.
            let piece = Self.pieces[random(Self.pieces.count)]
            bytes.insert(contentsOf: (0..<random(200)).flatMap { _ in piece }, at: place)
        default: bytes.insert(contentsOf: Self.pieces[random(Self.pieces.count)], at: place)
        }
    }
}
