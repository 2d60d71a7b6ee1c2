import Foundation
import FuzzInputs
import Testing

@testable import Gateway

/// Bytes that nobody would send, at everything that reads bytes from outside. What ends a program ends this one too, and no test
/// passes then. `scripts/fuzz` goes on where this stops.
@Suite(.serialized, .timeLimit(.minutes(60)))
struct FuzzTests {
    @Test(arguments: FuzzTarget.allCases)
    func target_comesBackFromAnything_atOnce(_ target: FuzzTarget) async throws {
        let mutator = try Mutator(target: target.rawValue)
        for bytes in mutator.corpus { target.read(bytes) }
        let end = ContinuousClock.now + .seconds(Mutator.seconds)
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
