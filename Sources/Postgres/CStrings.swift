/// Arrays of C strings for libpq's parameters.
enum CStrings {
    /// Gives the body a null-terminated array of pointers to the texts; nil stays null.
    static func withPointers<Result>(
        _ texts: [String?],
        _ body: (UnsafePointer<UnsafePointer<CChar>?>) throws -> Result
    ) rethrows -> Result {
        var arena: [CChar] = []
        var offsets: [Int?] = []
        for text in texts {
            offsets.append(text == nil ? nil : arena.count)
            if let text { arena.append(contentsOf: text.utf8CString) }
        }
        return try arena.withUnsafeBufferPointer { bytes in
            let pointers = offsets.map { offset in offset.flatMap { bytes.baseAddress?.advanced(by: $0) } } + [nil]
            return try pointers.withUnsafeBufferPointer { try body($0.baseAddress!) }
        }
    }
}
