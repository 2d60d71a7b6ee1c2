import Hummingbird
import NIOCore

/// A body that is read while it comes, up to a limit: nobody holds it whole.
struct Upload: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    let body: RequestBody
    /// Bytes.
    let limit: Int
    /// As the client sent it, with its parameters: the boundary of a multipart body, a charset.
    let contentType: String

    /// Throws `APIError`: too large, or ended early.
    struct Iterator: AsyncIteratorProtocol {
        var parts: RequestBody.AsyncIterator
        var left: Int

        mutating func next() async throws -> ByteBuffer? {
            let part: ByteBuffer?
            do {
                part = try await parts.next()
            } catch {
                throw APIError(.badRequest)
            }
            left -= part?.readableBytes ?? 0
            guard left >= 0 else { throw APIError(.bodyTooLarge) }
            return part
        }
    }

    func makeAsyncIterator() -> Iterator {
        Iterator(parts: body.makeAsyncIterator(), left: limit)
    }
}
