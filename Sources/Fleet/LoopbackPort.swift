import Foundation
import Synchronization

/// Ports of the loopback address.
public enum LoopbackPort {
    private static let given = Mutex<Set<Int>>([])

    /// A port that nobody listens on, below the range that the kernel gives to outgoing connections. Never the same twice.
    /// - Throws: `FleetError` when so many in a row are taken that something else must be wrong.
    public static func free() throws -> Int {
        for _ in 0..<1000 {
            let port = Int.random(in: 20_000..<32_000)
            if given.withLock({ $0.insert(port).inserted }), !isTaken(port) { return port }
        }
        throw FleetError("no free port on the loopback address")
    }

    /// Somebody listens there.
    public static func isTaken(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { return false }
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
