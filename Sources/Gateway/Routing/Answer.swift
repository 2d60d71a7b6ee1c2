import HTTPTypes
import NIOCore
import Postgres

/// What a handler answers with; refusals are thrown.
enum Answer: Sendable {
    /// JSON, as the bytes that the database wrote.
    case json([UInt8], status: HTTPResponse.Status, headers: HTTPFields = [:])
    case nothing
    /// Rows, written as CSV while they come.
    case rows(RowStream, file: String)
    /// A file, written part after part, until there is none.
    case file(String, type: String, nextPart: @Sendable () async throws -> ByteBuffer?)
    /// Events, written as they come.
    case events(AsyncStream<ServerSentEvent>)

    /// JSON.
    static func json(_ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Answer {
        .json(Array(text.utf8), status: status, headers: headers)
    }
}
