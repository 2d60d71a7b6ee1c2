/// Takes the one file out of a body of `multipart/form-data` (RFC 7578, RFC 2046 section 5.1) while it comes.
struct MultipartFile {
    private enum State {
        case beforePart, inHeaders, inFile, atEnd
    }

    /// Bytes of a part's headers.
    private static let headerLimit = 4096

    /// What parts the parts: the line break before it belongs to it.
    private let delimiter: [UInt8]
    private var state = State.beforePart
    /// What has come and may be the beginning of a delimiter; a line break before the first one, which has none.
    private var pending = Array("\r\n".utf8)
    private var hasFile = false

    /// - Throws: `APIError` 400 for a content type without a usable boundary.
    init(contentType: String) throws {
        let parameters = contentType.split(separator: ";").dropFirst().map(\.trimmed)
        guard let parameter = parameters.first(where: { $0.prefix(9).isSameIgnoringCase(as: "boundary=") }) else {
            throw Self.refusal("body", "must have a boundary")
        }
        let boundary = parameter.dropFirst(9).utf8.filter { $0 != UInt8(ascii: "\"") }
        guard (1...70).contains(boundary.count) else { throw Self.refusal("body", "must have a boundary") }
        delimiter = Array("\r\n--".utf8) + boundary
    }

    /// Takes the next bytes, and gives those of the file among them.
    /// - Throws: `APIError` 400 for a body of other parts than one named `file`.
    mutating func read(_ bytes: some Sequence<UInt8>) throws -> [UInt8] {
        pending += bytes
        var file: [UInt8] = []
        while try step(&file) {}
        return file
    }

    /// The body has ended.
    /// - Throws: `APIError` 400 for one that has not come to its end, or had no file.
    func end() throws {
        guard state == .atEnd else { throw Self.refusal("body", "has ended before its last part") }
        guard hasFile else { throw Self.refusal("file", "is required") }
    }

    /// Goes on by one part of the grammar; false where more must come first.
    private mutating func step(_ file: inout [UInt8]) throws -> Bool {
        switch state {
        case .atEnd:
            // What stands behind the last part is to be ignored.
            pending = []
            return false
        case .inHeaders:
            let end = Array("\r\n\r\n".utf8)
            guard let range = pending.firstRange(of: end) else {
                guard pending.count <= Self.headerLimit else { throw Self.refusal("body", "has too long headers") }
                return false
            }
            try readHeaders(pending[..<range.lowerBound])
            pending.removeSubrange(..<range.upperBound)
            state = .inFile
            return true
        case .beforePart, .inFile:
            guard let range = pending.firstRange(of: delimiter) else {
                // All but what may be a delimiter that has not come whole.
                let sure = max(0, pending.count - delimiter.count + 1)
                if state == .inFile { file += pending[..<sure] }
                pending.removeSubrange(..<sure)
                return false
            }
            // Whether another part follows, the next two bytes say.
            guard pending.count >= range.upperBound + 2 else { return false }
            if state == .inFile { file += pending[..<range.lowerBound] }
            let isLast = pending[range.upperBound..<(range.upperBound + 2)].elementsEqual("--".utf8)
            pending.removeSubrange(..<range.upperBound)
            state = isLast ? .atEnd : .inHeaders
            return true
        }
    }

    private mutating func readHeaders(_ headers: ArraySlice<UInt8>) throws {
        guard let text = String(validating: headers, as: UTF8.self) else {
            throw Self.refusal("body", "has headers that are not UTF-8")
        }
        let disposition = text.split(separator: "\r\n").first {
            $0.prefix(20).isSameIgnoringCase(as: "content-disposition:")
        }
        let parameters = disposition?.split(separator: ";").map(\.trimmed) ?? []
        guard parameters.contains(where: { $0.isSame(as: "name=\"file\"") || $0.isSame(as: "name=file") }) else {
            throw Self.refusal("body", "must have one part, named file")
        }
        guard !hasFile else { throw Self.refusal("file", "must be given once") }
        hasFile = true
    }

    private static func refusal(_ field: String, _ message: String) -> APIError {
        APIError.validation([.init(field: field, message: message)])
    }
}
