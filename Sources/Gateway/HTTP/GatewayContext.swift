import Hummingbird
import NIOCore
import Synchronization

/// What is known of a request while it is answered.
struct GatewayContext: RequestContext, RemoteAddressRequestContext {
    typealias Source = ApplicationRequestContextSource

    var coreContext: CoreRequestContextStorage
    let remoteAddress: SocketAddress?
    /// The client's `X-Request-Id`, or one of our own.
    var requestID = ""
    /// What the log line will say besides.
    let notes = RequestNotes()

    init(source: Source) {
        coreContext = .init(source: source)
        remoteAddress = source.channel.remoteAddress
    }
}

/// What is learnt about a request on its way in and told when it leaves: contexts are copied, this is shared.
final class RequestNotes: Sendable {
    private let user = Mutex<Int64?>(nil)

    /// The user whose token the request carries.
    var userID: Int64? {
        get { user.withLock { $0 } }
        set { user.withLock { $0 = newValue } }
    }
}
