import Foundation

/// The files and sockets that a process may have open (setrlimit(2)). When they are gone `accept` fails, clients hang, and nobody
/// says why: so connections are counted, and refused with an answer, before.
enum FileDescriptors {
    /// What is open beside connections of clients, of the database and to the card provider: standard streams, event loops, the
    /// listener, name resolution, and connections that are being refused.
    static let reserve = 128

    private static let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// Raises the limit as far as the system allows, and gives it.
    static func raiseLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(files, &limit) == 0 else { return Int.max }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(files, &limit)
        guard getrlimit(files, &limit) == 0 else { return Int.max }
        return Int(clamping: limit.rlim_cur)
    }

    /// How many connections of clients there may be, so that everything else finds its descriptor.
    static func connections(wanted: Int, limit: Int, others: Int) -> Int {
        min(wanted, max(1, limit - reserve - others))
    }
}
