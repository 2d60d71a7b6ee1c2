import Hummingbird
import NIOCore

/// Takes the body of a request as JSON.
enum RequestBodyReader {
    /// The body's value; nil if there is none.
    /// - Throws: `APIError` for one that is too large, of another type, or no JSON.
    static func read(_ request: Request, limit: Int) async throws -> JSONValue? {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw APIError.bodyTooLarge
        }
        var request = request
        let buffer: ByteBuffer
        do {
            buffer = try await request.collectBody(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw APIError.bodyTooLarge
        }
        guard buffer.readableBytes > 0 else { return nil }
        let type = request.headers[.contentType]?.split(separator: ";").first?.trimmed.lowercased()
        guard type == "application/json" else { throw APIError.unsupportedMediaType }
        do {
            return try JSONParser.parse(Array(buffer.readableBytesView))
        } catch {
            throw APIError.validation([.init(field: "body", message: "is not valid JSON")])
        }
    }
}
