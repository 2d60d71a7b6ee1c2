import Foundation
import Testing

@testable import Gateway

/// Bytes that nobody would send, at everything that reads bytes from outside. What ends a program ends this one too, and no test
/// passes then. `scripts/fuzz` goes on where this stops. MAMI_FUZZ_SECONDS: how long for each target, 10 without it.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct FuzzTests {
    private static let seconds = ProcessInfo.processInfo.environment["MAMI_FUZZ_SECONDS"].flatMap(Double.init) ?? 10
    private static let corpora = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Corpus")

    /// The files of a target's folder.
    static func corpus(_ name: String) throws -> [[UInt8]] {
        let folder = corpora.appending(path: name)
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        return try files.sorted { $0.path < $1.path }.map { Array(try Data(contentsOf: $0)) }
    }

    @Test(arguments: FuzzTarget.allCases)
    func target_comesBackFromAnything_atOnce(_ target: FuzzTarget) async throws {
        var mutator = Mutator(seed: UInt64(Date().timeIntervalSince1970), corpus: try Self.corpus(target.rawValue))
        for bytes in mutator.corpus { target.read(bytes) }
        let end = ContinuousClock.now + .seconds(Self.seconds)
        var (count, accepted) = (0, 0)
        while ContinuousClock.now < end {
            let bytes = mutator.next()
            let time = ContinuousClock().measure { accepted += target.read(bytes) ? 1 : 0 }
            count += 1
            #expect(time < .seconds(5), "\(Data(bytes).base64EncodedString())")
            if count.isMultiple(of: 64) { await Task.yield() }
        }
        print("fuzz \(target.rawValue): \(count) inputs, \(accepted) accepted")
        #expect(count > 100)
    }
}
