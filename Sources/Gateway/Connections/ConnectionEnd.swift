import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Ends connections as clients may expect (RFC 9112, section 9.6): after `Connection: close` with the answer, and after an
/// answer that came before the request's whole body only when that has been read, so that a client that sends before it
/// listens gets its answer instead of a reset or silence. More than the limit is not read for that.
final class ConnectionEnd: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    /// Bytes of a body that are read after its answer.
    private let surplusLimit: Int
    private var surplus = 0
    private var unanswered = 0
    private var isReading = false
    private var isLast = false

    init(surplusLimit: Int) {
        self.surplusLimit = surplusLimit
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(var request):
            unanswered += 1
            isReading = true
            surplus = 0
            if Self.asksToClose(request) {
                isLast = true
                // Hummingbird would stop reading at this and wait for the client, who may be waiting to be read.
                request.headerFields[.connection] = nil
            }
            context.fireChannelRead(wrapInboundOut(.head(request)))
            // Whoever is refused gets the refusal all the same; it is not in the way of another answer.
            if unanswered == 1, request.headerFields[.expect]?.isSameIgnoringCase(as: "100-continue") == true {
                context.writeAndFlush(wrapOutboundOut(.head(HTTPResponse(status: .continue))), promise: nil)
            }
        case .body(let bytes):
            if unanswered == 0 { surplus += bytes.readableBytes }
            if surplus > surplusLimit { return context.close(promise: nil) }
            context.fireChannelRead(data)
        case .end:
            isReading = false
            context.fireChannelRead(data)
            if isDone { context.close(promise: nil) }
        }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(var response) where isLast && unanswered == 1:
            response.headerFields[.connection] = "close"
            context.write(wrapOutboundOut(.head(response)), promise: promise)
        case .end:
            unanswered -= 1
            guard isDone else { return context.write(data, promise: promise) }
            let written = promise ?? context.eventLoop.makePromise(of: Void.self)
            written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
            context.writeAndFlush(data, promise: written)
        default:
            context.write(data, promise: promise)
        }
    }

    private var isDone: Bool { isLast && unanswered == 0 && !isReading }

    private static func asksToClose(_ request: HTTPRequest) -> Bool {
        request.headerFields[values: .connection].contains { value in
            value.split(separator: ",").contains { $0.trimmed.isSameIgnoringCase(as: "close") }
        }
    }
}
