import Hummingbird
import Postgres

/// POST /checkout/confirm: lock, then the flow, then the answer.
struct ConfirmHandler: Sendable {
    let database: any Database
    let flow: CheckoutFlow
    let leaseSeconds: Int
    /// How long the client waits for an answer; the checkout goes on, and its key has the outcome.
    let deadline: Duration

    /// Confirms the cart of the caller.
    func confirm(
        _ input: Input,
        _ request: Request,
        _ route: Route,
        _ identity: Identity,
        _ context: GatewayContext
    ) async throws -> Response {
        let key = try Self.idempotencyKey(of: request)
        let parameters: [Value] =
            [
                .text(context.requestID), .text(String(identity.sessionID)), .integer(identity.userID), .text(key),
                .bytes(Fingerprint.of(route.method, route.path, input.body)),
            ] + route.parameters.map { input[$0.name] } + [.integer(Int64(leaseSeconds))]
        let requestID = context.requestID
        // From the lock on the work goes to its end, also when the client hangs up or the server is told to stop.
        let outcome = try await withDeadline(deadline) {
            try await lockAndDrive(parameters, requestID)
        }
        return Self.response(outcome)
    }

    /// The lock, and nothing before it, claims the key: only who has it asks the provider.
    func lockAndDrive(_ parameters: [Value], _ requestID: String) async throws -> CheckoutOutcome {
        let result = try await database.retrying(Statements.checkoutLock, parameters)
        guard let row = result.first else { throw PostgresError.emptyAnswer }
        if let body = try row.bytes("response_body"), let status = try row.integer("response_status") {
            return .replayed(status: Int(status), body: body)
        }
        let attempt = try Self.attempt(row, requestID)
        flow.crash.reach(.afterLock)
        return try await flow.drive(attempt)
    }

    private static func idempotencyKey(of request: Request) throws -> String {
        guard let key = request.headers[.idempotencyKey], (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else { throw APIError.missingIdempotencyKey }
        return key
    }

    private static func attempt(_ row: Row, _ requestID: String) throws -> CheckoutAttempt {
        guard let id = try row.integer("checkout_attempt_id"), let amount = try row.integer("amount_minor"),
            let currency = try row.text("currency"), let token = try row.text("provider_token"),
            let capture = try row.text("capture").flatMap(CaptureMode.init(rawValue:))
        else { throw PostgresError.emptyAnswer }
        let charge = Charge(
            attemptID: id, amountMinor: amount, currency: currency, providerToken: token, capture: capture)
        return CheckoutAttempt(charge: charge, requestID: requestID)
    }

    private static func response(_ outcome: CheckoutOutcome) -> Response {
        switch outcome {
        case .ended(let status, let body):
            return .json(body, status: .init(code: status), headers: location(status, body))
        case .replayed(let status, let body):
            var headers = location(status, body)
            headers[.idempotentReplayed] = "true"
            return .json(body, status: .init(code: status), headers: headers)
        case .inDoubt(let id, let state):
            return .json(
                "{\"data\":{\"attempt_id\":\(id),\"state\":\(JSONText.quoted(state))}}",
                status: .accepted,
                headers: [.location: RouteTable.api("/checkout/attempts/\(id)"), .retryAfter: "2"]
            )
        }
    }

    /// Where the order of a 201 is. The one answer that is looked into: a stored one comes without its order's id.
    private static func location(_ status: Int, _ body: [UInt8]) -> HTTPFields {
        guard status == 201, case .number(let id)? = (try? JSONParser.parse(body))?["data"]?["order_id"] else {
            return [:]
        }
        return [.location: RouteTable.api("/orders/\(id)")]
    }
}
