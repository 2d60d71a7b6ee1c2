import Synchronization

@testable import Gateway

/// A provider that notes what it is asked, and answers as it was told; to what it was not told, with `unknown`. Nil is a look-up that
/// finds nothing.
final class ScriptedProvider: PaymentProvider {
    /// A call, as far as a test cares.
    enum Call: Equatable, Sendable {
        case prepare(key: String, CaptureMode)
        case confirm(String, key: String)
        case lookUp(String)
        case capture(Int64, key: String)
        case cancel(key: String)
        case refund(Int64, key: String)
        case lookUpRefund(key: String)
        case list(ListedKind, behind: String?)
    }

    private let prepared: PaymentOutcome
    private let answers: Mutex<[PaymentOutcome?]>
    private let asked = Mutex<[Call]>([])
    /// The pages that it lists, in this order.
    let pages = Mutex<[Listing]>([])

    /// Makes payments as it is told, and answers all other calls in this order.
    convenience init(prepared: PaymentOutcome = .open(reference: "pi"), _ answers: PaymentOutcome?...) {
        self.init(prepared: prepared, answers)
    }

    init(prepared: PaymentOutcome = .open(reference: "pi"), _ answers: [PaymentOutcome?]) {
        self.prepared = prepared
        self.answers = Mutex(answers)
    }

    /// Everything so far.
    var calls: [Call] { asked.withLock { $0 } }

    func prepare(_ charge: Charge, idempotencyKey: String) async -> PaymentOutcome {
        asked.withLock { $0.append(.prepare(key: idempotencyKey, charge.capture)) }
        return prepared
    }
    func confirm(reference: String, idempotencyKey: String) async -> PaymentOutcome {
        answer(.confirm(reference, key: idempotencyKey))
    }
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
        next(.lookUpRefund(key: repayment.idempotencyKey))
    }

    func list(_ kind: ListedKind, from: Int64, before: Int64, behind last: String?) async -> Listing {
        asked.withLock { $0.append(.list(kind, behind: last)) }
        return pages.withLock { $0.isEmpty ? .unknown(reason: "silent") : $0.removeFirst() }
    }

    private func answer(_ call: Call) -> PaymentOutcome { next(call) ?? .unknown(reason: "silent") }

    private func next(_ call: Call) -> PaymentOutcome? {
        asked.withLock { $0.append(call) }
        return answers.withLock { $0.isEmpty ? .unknown(reason: "silent") : $0.removeFirst() }
    }
}
