import Foundation
import Synchronization

/// Runs the jobs of one actor on a thread of their own, so that a call that blocks holds up nobody else: not Swift's
/// cooperative pool, which has one thread a core, and no event loop. The thread lives until `stop`.
final class ThreadExecutor: SerialExecutor {
    private struct Queue {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private let queue = Mutex(Queue())
    private let signal = DispatchSemaphore(value: 0)

    init(name: String) {
        let thread = Thread { self.runJobs() }
        thread.name = name
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.withLock { $0.jobs.append(job) }
        signal.signal()
    }

    func asUnownedSerialExecutor() -> UnownedSerialExecutor {
        UnownedSerialExecutor(ordinary: self)
    }

    /// Lets the thread end once there is nothing left to do.
    func stop() {
        queue.withLock { $0.isStopped = true }
        signal.signal()
    }

    private func runJobs() {
        while true {
            signal.wait()
            let (job, isStopped): (UnownedJob?, Bool) = queue.withLock {
                ($0.jobs.isEmpty ? nil : $0.jobs.removeFirst(), $0.isStopped)
            }
            if let job {
                job.runSynchronously(on: asUnownedSerialExecutor())
            } else if isStopped {
                return
            }
        }
    }
}
