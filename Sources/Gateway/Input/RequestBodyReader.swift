import Hummingbird
import NIOCore

/// Takes the body of a request as JSON.
enum RequestBodyReader {
    /// The body as it came.
    /// - Throws: `APIError` for one that is too large or ends early.
    static func bytes(of request: Request, limit: Int) async throws -> ByteBuffer {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw APIError.bodyTooLarge
        }
        do {
            return try await request.body.collect(upTo: limit)
        } catch is NIOTooManyBytesError {
            throw APIError.bodyTooLarge
        } catch {
            // The client is gone, or its connection was closed for its silence.
            throw APIError.incompleteBody
        }
    }

    /// The body's value; nil if there is none.
    /// - Throws: `APIError` for one that is too large, of another type, or no JSON.
    static func read(_ request: Request, limit: Int) async throws -> JSONValue? {
        let buffer = try await bytes(of: request, limit: limit)
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
