import HTTPTypes
import NIOCore
import NIOHTTPTypes

/// Sees to it that a connection ends: each step of a request has a deadline (header, body, the taking of the answer), and a
/// connection beyond the limits is refused with a 503 in the API's envelope. Between requests the idle time of the server counts.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let registry: ConnectionRegistry
    private var address = ""
    private var isRefused = false
    private var isCounted = false
    private var deadline: NIODeadline?
    private var isTimerSet = false
    /// Requests whose end has come, and whose answers have not been taken.
    private var unanswered = 0
    private var isReadingBody = false
    private var isAnswerStuck = false

    init(registry: ConnectionRegistry) {
        self.registry = registry
    }

    func handlerAdded(context: ChannelHandlerContext) {
        address = ClientAddress.network(of: context.channel.remoteAddress?.ipAddress ?? "unknown")
        isCounted = registry.open(address)
        isRefused = !isCounted
        if isRefused { arm(registry.limits.headTime, context) }
        let watcher = FirstByteWatcher { [weak self] in self?.bytesArrived(context) }
        try? context.pipeline.syncOperations.addHandler(watcher, position: .first)
        if let codec = try? context.pipeline.syncOperations.context(handlerType: HTTP1Rules.Codec.self) {
            try? context.pipeline.syncOperations.addHandler(
                HTTP1Rules(cors: registry.cors), position: .before(codec.handler as! HTTP1Rules.Codec))
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        if isCounted { registry.close(address) }
        isCounted = false
        deadline = nil
        context.fireChannelInactive()
    }

    /// The first bytes of a request: its header has to follow.
    private func bytesArrived(_ context: ChannelHandlerContext) {
        guard deadline == nil, !isReadingBody, unanswered == 0 else { return }
        arm(registry.limits.headTime, context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let request):
            if isRefused { return refuse(request, context) }
            isReadingBody = true
            arm(registry.limits.bodyTime, context)
        case .body: break
        case .end:
            isReadingBody = false
            unanswered += 1
            if !isAnswerStuck { deadline = nil }
        }
        if !isRefused { context.fireChannelRead(data) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        // The buffer is full and the client takes nothing, or it has taken something.
        isAnswerStuck = !context.channel.isWritable
        if isAnswerStuck {
            arm(registry.limits.answerTime, context)
        } else if !isReadingBody {
            deadline = nil
        }
        context.fireChannelWritabilityChanged()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .end = unwrapOutboundIn(data) else { return context.write(data, promise: promise) }
        // The last piece: it is gone when the system has taken it.
        arm(registry.limits.answerTime, context)
        let written = promise ?? context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.unanswered = max(0, self.unanswered - 1)
            if !self.isReadingBody { self.deadline = nil }
        }
        context.write(data, promise: written)
    }

    private func refuse(_ request: HTTPRequest, _ context: ChannelHandlerContext) {
        let error = APIError(.serviceUnavailable)
        let body = ByteBuffer(string: error.body(requestID: RandomBytes.hex(count: 16)))
        var head = HTTPResponse(status: error.status, headerFields: error.headers)
        head.headerFields[.contentType] = "application/json; charset=utf-8"
        head.headerFields[.contentLength] = String(body.readableBytes)
        head.headerFields[.connection] = "close"
        head.headerFields.append(contentsOf: registry.cors.headers(forOrigin: request.headerFields[.origin]))
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        context.write(wrapOutboundOut(.body(body)), promise: nil)
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: written)
    }

    /// Sets the deadline. One timer a connection, which looks again when it has come too early.
    private func arm(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        deadline = .now() + time
        guard !isTimerSet else { return }
        isTimerSet = true
        setTimer(time, context)
    }

    private func setTimer(_ time: TimeAmount, _ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: time) {
            self.isTimerSet = false
            guard let deadline = self.deadline, context.channel.isActive else { return }
            let left = deadline - .now()
            if left > .nanoseconds(0) {
                self.isTimerSet = true
                self.setTimer(left, context)
            } else {
                context.close(promise: nil)
            }
        }
    }
}

/// Tells of bytes before they are a request.
private final class FirstByteWatcher: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let arrived: () -> Void

    init(_ arrived: @escaping () -> Void) {
        self.arrived = arrived
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        arrived()
        context.fireChannelRead(data)
    }
}
