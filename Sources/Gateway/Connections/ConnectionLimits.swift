import NIOCore

/// How many connections there may be, and how long each of their steps may take.
struct ConnectionLimits: Sendable {
    /// Connections in all.
    var total: Int
    /// Connections of one client address (IPv6: of one network of 64 bits); nil behind a proxy, where all are the proxy's.
    var perAddress: Int?
    /// From the first byte of a request to the end of its header.
    var headTime: TimeAmount
    /// From there to the end of its body.
    var bodyTime: TimeAmount
    /// How long a client may take nothing of an answer.
    var answerTime: TimeAmount
}
