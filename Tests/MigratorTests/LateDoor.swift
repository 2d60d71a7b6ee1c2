import Foundation

/// A port of this machine that nobody listens on until it is opened; then it leads to a server.
final class LateDoor: Sendable {
    let port: UInt16
    private let target: (host: String, port: UInt16)

    /// Takes a port from the kernel and leaves it closed.
    init(to target: (host: String, port: UInt16)) throws {
        self.target = target
        let socket = Self.makeSocket()
        defer { close(socket) }
        var address = Self.address(port: 0)
        try Self.withSocketAddress(&address) { try Self.check(bind(socket, $0, $1)) }
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try Self.withSocketAddress(&address) { pointer, _ in try Self.check(getsockname(socket, pointer, &length)) }
        port = UInt16(bigEndian: address.sin_port)
    }

    /// Listens from now on, and leads the first who comes to the server.
    func open() throws {
        let listener = Self.makeSocket()
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = Self.address(port: port)
        try Self.withSocketAddress(&address) { try Self.check(bind(listener, $0, $1)) }
        try Self.check(listen(listener, 8))
        let port = target.port
        Thread.detachNewThread {
            let guest = accept(listener, nil, nil)
            close(listener)
            let server = Self.makeSocket()
            var address = Self.address(port: port)
            try? Self.withSocketAddress(&address) { try Self.check(connect(server, $0, $1)) }
            Thread.detachNewThread { Self.pump(from: server, to: guest) }
            Self.pump(from: guest, to: server)
        }
    }

    private static func pump(from source: Int32, to sink: Int32) {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0, write(sink, buffer, count) == count else { break }
        }
        shutdown(sink, Int32(SHUT_WR))
    }

    private static func makeSocket() -> Int32 { socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }

    private static func address(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        return address
    }

    private static func withSocketAddress(
        _ address: inout sockaddr_in,
        _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) throws -> Void
    ) throws {
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                try body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    private static func check(_ result: Int32) throws {
        if result < 0 { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
    }
}
