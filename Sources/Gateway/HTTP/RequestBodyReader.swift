import Hummingbird
import NIOCore

/// Takes the body of a request.
enum RequestBodyReader {
    /// The body as it came. Its bytes are the share's until the request is answered.
    /// - Throws: `APIError` for one that is too large or ends early, or when those of all requests are too many.
    static func bytes(of request: Request, limit: Int, _ share: BodyMemory.Share) async throws -> ByteBuffer {
        try refuseLarger(request, limit)
        var bytes = ByteBuffer()
        var parts = request.body.makeAsyncIterator()
        while true {
            let next: ByteBuffer?
            do {
                next = try await parts.next()
            } catch {
                // The client is gone, or its connection was closed for its silence.
                throw APIError(.badRequest)
            }
            guard var part = next else { return bytes }
            guard bytes.readableBytes + part.readableBytes <= limit else { throw APIError(.bodyTooLarge) }
            try share.take(part.readableBytes)
            bytes.writeBuffer(&part)
        }
    }

    /// The value of a JSON body; nil if there is none.
    /// - Throws: `APIError` as above, and for one of another type, or no JSON.
    static func json(of request: Request, limit: Int, _ share: BodyMemory.Share) async throws -> JSONValue? {
        let buffer = try await bytes(of: request, limit: limit, share)
        guard buffer.readableBytes > 0 else { return nil }
        try refuseOtherType(request, ["application/json"])
        do {
            return try JSONParser.parse(Array(buffer.readableBytesView))
        } catch {
            throw APIError.validation([.init(field: "body", message: "is not valid JSON")])
        }
    }

    /// The body as a stream that ends with an error behind the limit.
    /// - Throws: `APIError` for one that says it is too large, or of another type.
    static func upload(of request: Request, types: Set<String>, limit: Int) throws -> Upload {
        try refuseOtherType(request, types)
        try refuseLarger(request, limit)
        return Upload(body: request.body, limit: limit, contentType: request.headers[.contentType] ?? "")
    }

    private static func refuseLarger(_ request: Request, _ limit: Int) throws {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw APIError(.bodyTooLarge)
        }
    }

    /// A body of another type, in an encoding that nobody here undoes, or in another character set than UTF-8 would be read as what
    /// it is not.
    private static func refuseOtherType(_ request: Request, _ types: Set<String>) throws {
        let header = request.headers[.contentType].flatMap { $0.utf8.count <= 256 ? $0 : nil } ?? ""
        let parts = header.split(separator: ";").map { $0.trimmed }
        let charsets = parts.dropFirst().filter { $0.prefix(8).isSameIgnoringCase(as: "charset=") }
            .map { $0.dropFirst(8).trimming("\"") }
        let encoding = request.headers[.contentEncoding] ?? "identity"
        guard let type = parts.first, types.contains(where: { $0.isSameIgnoringCase(as: type) }),
            charsets.allSatisfy({ $0.isSameIgnoringCase(as: "utf-8") || $0.isSameIgnoringCase(as: "utf8") }),
            encoding.isSameIgnoringCase(as: "identity")
        else {
            let names = types.sorted().map(JSONText.quoted).joined(separator: ",")
            throw APIError(.unsupportedMediaType, details: "{\"accepted\":[\(names)],\"charset\":\"utf-8\"}")
        }
    }
}

extension Substring {
    /// Without one such character at each end.
    fileprivate func trimming(_ character: Character) -> Substring {
        var text = self
        if text.first == character { text.removeFirst() }
        if text.last == character { text.removeLast() }
        return text
    }
}
