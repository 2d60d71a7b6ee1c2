import Hummingbird

extension Response {
    /// A JSON answer; the bytes go out as they are.
    static func json(_ bytes: [UInt8], status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json; charset=utf-8"
        return Response(status: status, headers: headers, body: .init(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// A JSON answer.
    static func json(_ text: String, status: HTTPResponse.Status, headers: HTTPFields = [:]) -> Response {
        json(Array(text.utf8), status: status, headers: headers)
    }
}
