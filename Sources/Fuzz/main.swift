import Foundation
import Gateway

// What libFuzzer calls with one input after the other. A build without libFuzzer, as `swift build` makes it, can only say how
// it is built.

/// The target in FUZZ_TARGET.
enum Chosen {
    static let target = FuzzTarget(rawValue: ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? "")
}

func fail(_ text: String) -> Never {
    FileHandle.standardError.write(Data("error: \(text)\n".utf8))
    exit(64)
}

if Chosen.target == nil {
    fail("FUZZ_TARGET is to be one of " + FuzzTarget.allCases.map(\.rawValue).joined(separator: ", "))
}

#if LIBFUZZER
    @_silgen_name("LLVMFuzzerRunDriver")
    func runDriver(
        _ count: UnsafeMutablePointer<CInt>,
        _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
        _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
    ) -> CInt

    var count = CommandLine.argc
    var arguments = CommandLine.unsafeArgv
    exit(
        runDriver(&count, &arguments) { start, length in
            Chosen.target?.read(Array(UnsafeBufferPointer(start: start, count: length)))
            return 0
        })
#else
    fail("built without libFuzzer; scripts/fuzz builds it with")
#endif
