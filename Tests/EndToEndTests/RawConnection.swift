import Foundation

/// A TCP connection to a gateway, for what no HTTP client would do.
final class RawConnection: Sendable {
    private let descriptor: Int32

    /// Connects to a URL's loopback port. Neither reading nor writing takes longer than thirty seconds at a time.
    init(_ url: String) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(URL(string: url)?.port ?? 0).bigEndian
        var timeout = timeval(tv_sec: 30, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &timeout, socklen_t(MemoryLayout<timeval>.size))
        }
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw WorldError("\(url): no connection") }
    }

    deinit { close(descriptor) }

    /// Sends all of it: false when the other side does not take it.
    func send(_ text: String) async -> Bool { await send(Array(text.utf8)) }

    /// Sends all of it: false when the other side does not take it.
    func send(_ bytes: [UInt8]) async -> Bool {
        await onAThread { [descriptor] in
            var sent = 0
            while sent < bytes.count {
                let count = bytes[sent...].withUnsafeBytes {
                    Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                sent += count
            }
            return true
        }
    }

    /// Tells the other side that nothing more comes.
    func stopSending() {
        shutdown(descriptor, Int32(SHUT_WR))
    }

    /// What comes first; nothing when the other side is silent or gone.
    func read() async -> String {
        await onAThread { [descriptor] in
            var chunk = [UInt8](repeating: 0, count: 65_536)
            let count = recv(descriptor, &chunk, chunk.count, 0)
            return String(decoding: chunk.prefix(max(0, count)), as: UTF8.self)
        }
    }

    /// What comes, and whether the other side ended it; false when it fell silent.
    func readToEnd() async -> (text: String, isEnded: Bool) {
        await onAThread { [descriptor] in
            var bytes: [UInt8] = []
            var chunk = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = recv(descriptor, &chunk, chunk.count, 0)
                guard count > 0 else {
                    return (String(decoding: bytes, as: UTF8.self), count == 0 || errno == ECONNRESET)
                }
                bytes += chunk[..<count]
            }
        }
    }

    private func onAThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}
