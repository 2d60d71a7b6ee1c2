/// Money that was charged and can become no order.
extension CheckoutFlow {
    /// Gives back money that cannot become an order; slot and stock follow when the provider has confirmed it.
    func giveBack(_ attempt: CheckoutAttempt, _ charged: Payment) async throws -> CheckoutOutcome {
        if charged.isHeld { return try await letGo(attempt, charged) }
        crash.reach(.beforeRefund)
        let refund = Repayment(
            paymentReference: charged.reference,
            amountMinor: charged.amountMinor,
            idempotencyKey: key(attempt, "refund")
        )
        let outcome = await provider.repay(refund)
        crash.reach(.afterRefund)
        switch outcome {
        case .paid(let payment):
            return try await end(attempt) {
                try await calls.compensated(attempt, refundReference: payment.reference)
            }
        case .pending: return try await doubt(attempt, "refund pending")
        case .unknown(let reason) where attempt.tries < triesLimit:
            return try await doubt(attempt, reason)
        case .unknown(let reason), .refused(let reason), .declined(let reason):
            return try await handOver(attempt, "refund failed: \(reason)")
        case .canceled, .open, .actionRequired: return try await handOver(attempt, "refund canceled")
        }
    }

    /// The same for money that is only held: it was never taken, so there is nothing to refund.
    private func letGo(_ attempt: CheckoutAttempt, _ charged: Payment) async throws -> CheckoutOutcome {
        crash.reach(.beforeCancel)
        let hold = Capture(
            paymentReference: charged.reference,
            amountMinor: 0,
            idempotencyKey: key(attempt, "cancel-\(attempt.tries)")
        )
        let outcome = await provider.settle(hold)
        crash.reach(.afterCancel)
        switch outcome {
        case .canceled:
            return try await end(attempt) { try await calls.compensated(attempt, refundReference: nil) }
        case .unknown(let reason) where attempt.tries < triesLimit: return try await doubt(attempt, reason)
        case .unknown(let reason), .refused(let reason), .declined(let reason):
            return try await handOver(attempt, "hold not let go: \(reason)")
        case .paid: return try await handOver(attempt, "hold not let go: somebody has captured it")
        case .open, .pending, .actionRequired:
            return try await handOver(attempt, "hold not let go: it was never made")
        }
    }
}
