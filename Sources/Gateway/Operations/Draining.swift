import ServiceLifecycle
import Synchronization

/// Told first when the gateway is to stop: `/ready` answers 503 for a while, so that a load balancer turns away before
/// the listener closes.
final class Draining: Service {
    private let flag = Mutex(false)
    private let duration: Duration

    init(duration: Duration) {
        self.duration = duration
    }

    /// Whether the gateway is stopping.
    var isDraining: Bool { flag.withLock { $0 } }

    func run() async throws {
        try? await gracefulShutdown()
        flag.withLock { $0 = true }
        try? await Task.sleep(for: duration)
    }
}
