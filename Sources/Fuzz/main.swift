import Foundation
import Gateway

// What libFuzzer calls with one input after the other, for the target in FUZZ_TARGET. A build without libFuzzer, as `swift build`
// makes it, can only say how it is built.
let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
guard let target = FuzzTarget(rawValue: name) else {
    let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
    FileHandle.standardError.write(Data("error: FUZZ_TARGET is to be one of \(names)\n".utf8))
    exit(64)
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
            target.read(Array(UnsafeBufferPointer(start: start, count: length)))
            return 0
        })
#else
    FileHandle.standardError.write(Data("error: built without libFuzzer; scripts/fuzz builds it with\n".utf8))
    exit(64)
#endif
