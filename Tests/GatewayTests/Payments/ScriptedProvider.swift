import Synchronization

@testable import Gateway

/// A provider that notes what it is asked, and answers as it was told; to what it was not told, with `unknown`.
final class ScriptedProvider: PaymentProvider {
    /// A call, as far as a test cares.
    enum Call: Equatable, Sendable {
        case charge(key: String, CaptureMode)
        case lookUpAttempt(Int64)
        case lookUp(String)
        case capture(Int64, key: String)
        case cancel(key: String)
        case refund(Int64, key: String)
        case lookUpRefund(key: String)
    }

    private let answers: Mutex<[PaymentOutcome]>
    private let asked = Mutex<[Call]>([])

    /// Answers in this order.
    init(_ answers: PaymentOutcome...) {
        self.answers = Mutex(answers)
    }

    /// Everything so far.
    var calls: [Call] { asked.withLock { $0 } }

    func charge(_ charge: Charge) async -> PaymentOutcome {
        answer(.charge(key: charge.idempotencyKey, charge.capture))
    }
    func lookUp(attemptID: Int64) async -> PaymentOutcome? { answer(.lookUpAttempt(attemptID)) }
    func lookUp(reference: String) async -> PaymentOutcome { answer(.lookUp(reference)) }
    func capture(reference: String, amountMinor: Int64, idempotencyKey: String) async -> PaymentOutcome {
        answer(.capture(amountMinor, key: idempotencyKey))
    }
    func cancel(reference: String, idempotencyKey: String) async -> PaymentOutcome {
        answer(.cancel(key: idempotencyKey))
    }
    func refund(_ repayment: Repayment) async -> PaymentOutcome {
        answer(.refund(repayment.amountMinor, key: repayment.idempotencyKey))
    }
    func lookUpRefund(_ repayment: Repayment) async -> PaymentOutcome? {
        answer(.lookUpRefund(key: repayment.idempotencyKey))
    }

    private func answer(_ call: Call) -> PaymentOutcome {
        asked.withLock { $0.append(call) }
        return answers.withLock { $0.isEmpty ? .unknown(reason: "silent") : $0.removeFirst() }
    }
}
