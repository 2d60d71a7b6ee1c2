import NIOCore
import NIOHTTP1
import NIOHTTPTypesHTTP1

/// Rules of HTTP/1 that are lost once a request has become a version-less one: exactly one Host (RFC 9112, section 3.2), and the end
/// of a connection of HTTP/1.0 whose client did not ask to keep it (section 9.3).
final class HTTP1Rules: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    /// What stands behind it.
    typealias Codec = HTTP1ToHTTPServerCodec

    private let cors: CORS

    init(cors: CORS) {
        self.cors = cors
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
        let hosts = head.headers["host"]
        let isOld = head.version == .http1_0 || head.version == .http0_9
        guard hosts.count == 1 || (hosts.isEmpty && isOld) else { return refuse(head, context) }
        if isOld, !head.headers["connection"].contains(where: { $0.isSameIgnoringCase(as: "keep-alive") }) {
            head.headers.replaceOrAdd(name: "connection", value: "close")
        }
        context.fireChannelRead(wrapInboundOut(.head(head)))
    }

    private func refuse(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
        let error = APIError(.badRequest)
        let body = ByteBuffer(string: error.body(requestID: RandomBytes.hex(count: 16)))
        var headers: HTTPHeaders = [
            "content-type": "application/json; charset=utf-8", "content-length": "\(body.readableBytes)",
            "connection": "close",
        ]
        for field in cors.headers(forOrigin: request.headers.first(name: "origin")) {
            headers.add(name: field.name.rawName, value: field.value)
        }
        context.write(
            NIOAny(HTTPServerResponsePart.head(.init(version: .http1_1, status: .badRequest, headers: headers))),
            promise: nil)
        context.write(NIOAny(HTTPServerResponsePart.body(.byteBuffer(body))), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(NIOAny(HTTPServerResponsePart.end(nil)), promise: written)
    }
}
