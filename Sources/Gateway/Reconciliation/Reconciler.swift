import Logging
import Postgres

/// Ends what others have left open: takes attempts whose lease is over and drives each on with the checkout flow.
struct Reconciler: Sweep {
    let name = "reconciler"
    let database: any Database
    let flow: CheckoutFlow
    let leaseSeconds: Int
    let batch = 16

    func claim() async throws -> [ClaimedAttempt] {
        let rows = try await database.retrying(
            Statements.checkoutClaim, [.integer(Int64(batch)), .integer(Int64(leaseSeconds))])
        return try rows.map(Self.attempt)
    }

    func kind(of claimed: ClaimedAttempt) -> String { claimed.state.rawValue }

    func work(_ claimed: ClaimedAttempt) async throws -> SweepResult {
        switch try await flow.resume(claimed) {
        case .ended, .replayed: .done
        case .inDoubt(_, let state): state == "NEEDS_REVIEW" ? .handedOver : .postponed
        }
    }

    private static func attempt(_ row: Row) throws -> ClaimedAttempt {
        guard let id = try row.integer("checkout_attempt_id"), let amount = try row.integer("amount_minor"),
            let currency = try row.text("currency"), let token = try row.text("provider_token"),
            let state = try row.text("state").flatMap(ClaimedAttempt.State.init(rawValue:)),
            let age = try row.integer("age_seconds"), let tries = try row.integer("tries"),
            let capture = try row.text("capture").flatMap(CaptureMode.init(rawValue:))
        else { throw PostgresError.emptyAnswer }
        let reference = try row.text("provider_reference")
        let charged = try row.integer("charged_minor")
        let isHeld = try row.boolean("is_held") ?? false
        return ClaimedAttempt(
            attempt: CheckoutAttempt(
                charge: Charge(
                    attemptID: id, amountMinor: amount, currency: currency, providerToken: token, capture: capture),
                requestID: "reconciler-\(id)-\(tries)",
                tries: Int(tries)
            ),
            state: state,
            age: .seconds(age),
            charged: reference.flatMap { reference in
                charged.map {
                    Payment(reference: reference, amountMinor: $0, currency: currency, isHeld: isHeld)
                }
            }
        )
    }
}
