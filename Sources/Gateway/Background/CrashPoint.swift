import Foundation

/// A named step at which a gateway can be told to die (`CRASH_POINT`), as if it had been killed there: for the tests that
/// prove that the order of the steps loses nothing. Refused in production.
enum CrashPoint: String, Sendable, CaseIterable {
    case afterLock = "after_lock"
    case beforeCharge = "before_charge"
    case afterPrepare = "after_prepare"
    case afterIntent = "after_intent"
    case afterCharge = "after_charge"
    case afterCommit = "after_commit"
    case afterRelease = "after_release"
    case afterDoubt = "after_doubt"
    case afterAction = "after_action"
    case beforeExpire = "before_expire"
    case afterCompensate = "after_compensate"
    case beforeRefund = "before_refund"
    case afterRefund = "after_refund"
    case beforeCancel = "before_cancel"
    case afterCancel = "after_cancel"
    case afterCapture = "after_capture"
    case outboxClaimed = "outbox_claimed"
    case outboxCompleted = "outbox_completed"

    /// Dies when its point is reached.
    struct Trigger: Sendable {
        let point: CrashPoint?
        static let never = Trigger(point: nil)

        /// Marks a step.
        func reach(_ step: CrashPoint) {
            if step == point { kill(getpid(), SIGKILL) }
        }
    }
}
