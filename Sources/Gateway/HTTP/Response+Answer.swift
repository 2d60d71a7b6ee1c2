import Crypto
import Foundation
import Hummingbird
import NIOCore
import Postgres

extension Response {
    /// The response that an answer is.
    init(_ answer: Answer) {
        switch answer {
        case .json(let bytes, let status, let headers):
            self = .json(bytes, status: status, headers: headers)
        case .nothing:
            self.init(status: .noContent)
        case .rows(let rows, let file):
            self.init(
                status: .ok,
                headers: [
                    .contentType: "text/csv; charset=utf-8",
                    .contentDisposition: "attachment; filename=\"\(file)\"",
                ],
                body: ResponseBody { writer in
                    var text = CSVText()
                    // A client that leaves ends the stream, and with it the transaction.
                    defer { rows.close() }
                    while let batch = try await rows.next() { try await writer.write(text.text(of: batch)) }
                    try await writer.finish(nil)
                }
            )
        case .file(let name, let type, let nextPart):
            self.init(
                status: .ok,
                headers: [.contentType: type, .contentDisposition: "attachment; filename=\"\(name)\""],
                body: ResponseBody { writer in
                    while let part = try await nextPart() { try await writer.write(part) }
                    try await writer.finish(nil)
                }
            )
        case .events(let events):
            self.init(
                status: .ok,
                headers: [.contentType: "text/event-stream", .cacheControl: "no-store"],
                body: ResponseBody { writer in
                    for await event in events { try await writer.write(event.text) }
                    try await writer.finish(nil)
                }
            )
        }
    }

    /// JSON with a strong validator, or 304 for a client that has it (RFC 9110, section 13.1.2).
    static func tagged(_ body: [UInt8], _ requestHeaders: HTTPFields) -> Response {
        let tag = "\"" + Data(SHA256.hash(data: body).prefix(18)).base64EncodedString() + "\""
        let known = requestHeaders[values: .ifNoneMatch].filter { $0.utf8.count <= 8192 }
            .flatMap { $0.split(separator: ",") }.map(\.trimmed)
        let headers: HTTPFields = [.eTag: tag, .cacheControl: "no-cache"]
        if known.contains(where: { $0.isSame(as: "*") || $0.isSame(as: tag) || $0.isSame(as: "W/" + tag) }) {
            return Response(status: .notModified, headers: headers)
        }
        return .json(body, status: .ok, headers: headers)
    }
}
