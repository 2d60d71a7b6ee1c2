import NIOCore

/// An event of a stream that a client listens to (HTML standard, section 9.2).
struct ServerSentEvent: Sendable {
    /// What `Last-Event-ID` will say when the client comes back.
    var id: String?
    /// What the client's listener is called.
    var name: String?
    /// JSON, or any text.
    let data: String

    /// As it goes over the wire. A line break in id or name would begin another field: what has one is left out.
    var text: ByteBuffer {
        var buffer = ByteBuffer()
        for (field, value) in [("id", id), ("event", name)] {
            if let value, !value.utf8.contains(where: { [0, 10, 13].contains($0) }) {
                buffer.writeString("\(field): \(value)\n")
            }
        }
        for line in data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            buffer.writeString("data: \(line)\n")
        }
        buffer.writeStaticString("\n")
        return buffer
    }
}
