import AsyncHTTPClient
import Logging
import NIOCore
import NIOHTTP1

/// The card provider behind the Stripe API: the real one, or the simulator.
struct StripeProvider: PaymentProvider {
    /// As the database spells it.
    static let name = "stripe"

    /// The version of the API whose answers `StripeAnswer` reads, whatever the account's own is.
    private static let version = "2024-06-20"

    private let client: HTTPClient
    private let configuration: Configuration.Payments
    private let queue: CallQueue
    private let refusals: RefusalWatch
    /// An answer has a few kilobytes, also for each object of a list; what is larger is none.
    private static let answerLimit = 1 << 20
    /// Objects of a page: no more than our parser takes values of.
    private static let listLimit = 50
    /// Keys that a call is tried under, where the provider has kept a failure under each before.
    private static let keyLimit = 5
    /// Seconds: a provider that asks for more is asked again sooner, or not in time.
    private static let retryAfterLimit = 60

    init(client: HTTPClient, configuration: Configuration.Payments, refusals: RefusalWatch, logger: Logger) {
        self.client = client
        self.configuration = configuration
        self.refusals = refusals
        queue = CallQueue(logger: logger)
    }

    func prepare(_ charge: Charge, idempotencyKey: String) async -> PaymentOutcome {
        var form = [
            ("amount", String(charge.amountMinor)), ("currency", charge.currency),
            ("payment_method", charge.providerToken), ("payment_method_types[]", "card"),
            ("capture_method", charge.capture == .onReady ? "manual" : "automatic"),
            ("metadata[shop]", charge.shopID), ("metadata[checkout_attempt]", charge.providerKey),
        ]
        if let customer = charge.customer { form.append(("customer", customer)) }
        return await outcome(of: .POST, "/v1/payment_intents", form, key: idempotencyKey)
    }

    func confirm(reference: String, idempotencyKey: String) async -> PaymentOutcome {
        await outcome(
            of: .POST, "/v1/payment_intents/\(reference)/confirm", [("return_url", configuration.returnURL)],
            key: idempotencyKey)
    }

    func lookUp(reference: String) async -> PaymentOutcome {
        do {
            let answer = try await call(.GET, "/v1/payment_intents/\(reference)", [], key: nil)
            // Nothing but the object tells: an error here, of whatever kind, says nothing about the money.
            guard answer.status == 200 else { return .unknown(reason: "look-up: status \(answer.status)") }
            return StripeAnswer.outcome(status: answer.status, body: answer.body)
        } catch {
            return .unknown(reason: Self.reason(error))
        }
    }

    func capture(reference: String, amountMinor: Int64, idempotencyKey: String) async -> PaymentOutcome {
        let form = [("amount_to_capture", String(amountMinor))]
        return await outcome(of: .POST, "/v1/payment_intents/\(reference)/capture", form, key: idempotencyKey)
    }

    func cancel(reference: String, idempotencyKey: String) async -> PaymentOutcome {
        await outcome(of: .POST, "/v1/payment_intents/\(reference)/cancel", [], key: idempotencyKey)
    }

    func refund(_ repayment: Repayment) async -> PaymentOutcome {
        let form = [
            ("payment_intent", repayment.paymentReference), ("amount", String(repayment.amountMinor)),
            ("metadata[refund_key]", repayment.idempotencyKey),
        ]
        // Which is all that keeps it from being made twice under two keys.
        return await outcome(of: .POST, "/v1/refunds", form, key: repayment.idempotencyKey) {
            await lookUpRefund(repayment)
        }
    }

    func lookUpRefund(_ repayment: Repayment) async -> PaymentOutcome? {
        let query = FormEncoding.encode([("payment_intent", repayment.paymentReference), ("limit", "100")])
        do {
            let answer = try await call(.GET, "/v1/refunds?\(query)", [], key: nil)
            guard answer.status == 200 else { return .unknown(reason: "status \(answer.status)") }
            guard let refunds = StripeAnswer.objects(of: answer.body) else {
                return .unknown(reason: "answer not understood")
            }
            return refunds.first { $0["metadata"]?["refund_key"] == .string(repayment.idempotencyKey) }
                .map(StripeAnswer.outcome(of:))
        } catch {
            return .unknown(reason: Self.reason(error))
        }
    }

    func list(_ kind: ListedKind, from: Int64, before: Int64, behind last: String?) async -> Listing {
        var query = [
            ("limit", String(Self.listLimit)), ("created[gte]", String(from)), ("created[lt]", String(before)),
        ]
        if let last { query.append(("starting_after", last)) }
        let path =
            switch kind {
            case .payment: "payment_intents"
            case .refund: "refunds"
            case .dispute: "disputes"
            }
        do {
            let answer = try await call(.GET, "/v1/\(path)?\(FormEncoding.encode(query))", [], key: nil)
            guard answer.status == 200 else { return .unknown(reason: "status \(answer.status)") }
            return StripeAnswer.listing(of: answer.body) ?? .unknown(reason: "answer not understood")
        } catch {
            return .unknown(reason: Self.reason(error))
        }
    }

    /// Asks under a key. The provider keeps a failure of its own (5xx) for a day as the answer of that key, and says so: then that call has
    /// ended, and will do nothing more. If it has not been done, it is tried under the next key; which one that is depends on nothing but
    /// the key, so that two who try it try the same.
    /// - Parameter done: what the call has done all the same; nil for nothing. Needed where nothing else keeps it from being done twice.
    private func outcome(
        of method: HTTPMethod,
        _ path: String,
        _ form: [(String, String)],
        key: String,
        unless done: () async -> PaymentOutcome? = { nil }
    ) async -> PaymentOutcome {
        do {
            var last = 0
            for turn in 1...Self.keyLimit {
                let answer = try await call(method, path, form, key: turn == 1 ? key : "\(key)-\(turn)")
                guard answer.status >= 500, answer.isReplayed else {
                    return StripeAnswer.outcome(status: answer.status, body: answer.body)
                }
                if let outcome = await done() { return outcome }
                last = answer.status
            }
            return .unknown(reason: "status \(last), kept under each key")
        } catch {
            return .unknown(reason: Self.reason(error))
        }
    }

    /// What a call was answered with.
    struct Answer {
        let status: Int
        let body: [UInt8]
        /// Seconds that the next one should wait.
        let retryAfter: Int?
        /// Whether it is the kept answer of an earlier call under its key.
        let isReplayed: Bool
    }

    /// No turn came while there was time: the provider was not asked.
    private struct NoTurnInTime: Error {}

    /// Asks the provider when its turn has come. A 429 has done nothing there, so that the same call under the same key comes again,
    /// for as long as its work may wait.
    func call(
        _ method: HTTPMethod,
        _ path: String,
        _ form: [(String, String)],
        key: String?
    ) async throws -> Answer {
        let budget = CallBudget.current ?? .background(waiting: .nanoseconds(configuration.timeout.nanoseconds))
        let ticket = await queue.ticket(budget)
        let backoff = Backoff(first: .milliseconds(200), limit: .seconds(2))
        var refusal: Answer?
        for tries in 0... {
            guard await queue.turn(ticket, until: budget.deadline) else {
                if let refusal { return refusal }
                throw NoTurnInTime()
            }
            let begin = ContinuousClock.now
            let answer = try await send(method, path, form, key: key)
            // A key that is wrong, or may not do this: no customer's doing, and the same for the next one.
            if [401, 403].contains(answer.status) { refusals.note() }
            guard answer.status == 429 else {
                await queue.wasAnswered()
                return answer
            }
            // A lock on the object is the object's matter, and says nothing about the rate.
            if StripeAnswer.code(of: answer.body) != "lock_timeout" {
                await queue.wasRefused(begunAt: begin, retryAfter: answer.retryAfter)
            }
            refusal = answer
            let pause = max(backoff.pause(after: tries), .seconds(answer.retryAfter ?? 0))
            guard ContinuousClock.now + pause < budget.deadline else { break }
            try await Task.sleep(for: pause)
        }
        return refusal ?? Answer(status: 429, body: [], retryAfter: nil, isReplayed: false)
    }

    private func send(
        _ method: HTTPMethod,
        _ path: String,
        _ form: [(String, String)],
        key: String?
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: configuration.url + path)
        request.method = method
        request.headers.add(name: "Authorization", value: "Bearer \(configuration.apiKey)")
        request.headers.add(name: "Stripe-Version", value: Self.version)
        if let key { request.headers.add(name: "Idempotency-Key", value: key) }
        if method == .POST {
            request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
            request.body = .bytes(ByteBuffer(string: FormEncoding.encode(form)))
        }
        let response = try await client.execute(request, timeout: configuration.timeout)
        let body = try await response.body.collect(upTo: Self.answerLimit)
        let retryAfter = response.headers.first(name: "Retry-After").flatMap { Int($0) }
        return Answer(
            status: Int(response.status.code), body: Array(body.readableBytesView),
            retryAfter: retryAfter.flatMap { (0...Self.retryAfterLimit).contains($0) ? $0 : nil },
            isReplayed: response.headers.first(name: "Idempotent-Replayed") == "true")
    }

    /// What is told of an error: its kind, as its text may hold the URL.
    static func reason(_ error: any Error) -> String {
        (error as? HTTPClientError).map { "\($0.shortDescription)" } ?? "\(type(of: error))"
    }
}
