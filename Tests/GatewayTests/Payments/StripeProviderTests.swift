import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import Logging
import Synchronization
import Testing

@testable import Gateway

/// What goes over the wire: that each call which moves money has its key, the same one on each try.
struct StripeProviderTests {
    /// A request as the provider sees it.
    private struct Seen: Equatable, Sendable {
        let call: String
        let key: String?
        let form: String
        var query: String?
    }

    /// What the server answers to a call: nothing but 500, unless a test says otherwise.
    private struct Given: Sendable {
        var status = HTTPResponse.Status.internalServerError
        var headers: HTTPFields = [:]
        var body = ""
    }

    /// Runs calls against a server that answers these, then nothing but 500. Gives what it has seen.
    private static func seen(
        answering answers: [Given] = [], refusals: RefusalWatch = RefusalWatch(),
        _ calls: @escaping @Sendable (StripeProvider) async -> Void
    ) async throws -> [Seen] {
        let answers = Mutex(answers)
        let log = Mutex<[Seen]>([])
        let (ports, port) = AsyncStream<Int>.makeStream()
        let router = Router()
        router.add(
            middleware: Recorder { seen in
                log.withLock { $0.append(seen) }
                return answers.withLock { $0.isEmpty ? Given() : $0.removeFirst() }
            })
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            router: router,
            configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) },
            logger: logger
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await application.run() }
            var payments = try Configuration(environment: ConfigurationTests.valid).payments
            for await number in ports {
                payments.url = "http://127.0.0.1:\(number)"
                break
            }
            await calls(
                StripeProvider(client: .shared, configuration: payments, refusals: refusals, logger: logger))
            group.cancelAll()
            try? await group.waitForAll()
        }
        return log.withLock { $0 }
    }

    private struct Recorder: RouterMiddleware {
        let note: @Sendable (Seen) -> Given

        func handle(
            _ request: Request,
            context: BasicRequestContext,
            next: (Request, BasicRequestContext) async throws -> Response
        ) async throws -> Response {
            var request = request
            let body = String(buffer: try await request.collectBody(upTo: 65_536))
            let given = note(
                Seen(
                    call: "\(request.method) \(request.uri.path)", key: request.headers[.idempotencyKey], form: body,
                    query: request.uri.query))
            return Response(
                status: given.status, headers: given.headers, body: .init(byteBuffer: ByteBuffer(string: given.body)))
        }
    }

    @Test(arguments: [(CaptureMode.onConfirm, "automatic"), (.onReady, "manual")])
    func payment_isMadeForItsShopAndAttempt_withoutMoney_thenConfirmed(_ mode: CaptureMode, _ method: String)
        async throws
    {
        let charge = Charge(
            attemptID: 17, shopID: "shop", providerKey: "key", amountMinor: 5580, currency: "ils", providerToken: "pm",
            customer: "cus", capture: mode)
        let seen = try await Self.seen { provider in
            _ = await provider.prepare(charge, idempotencyKey: charge.idempotencyKey("create"))
            _ = await provider.confirm(reference: "pi", idempotencyKey: charge.idempotencyKey("confirm-0"))
        }
        #expect(
            seen == [
                Seen(
                    call: "POST /v1/payment_intents", key: "shop-key-create",
                    form:
                        "amount=5580&currency=ils&payment_method=pm&payment_method_types%5B%5D=card&capture_method=\(method)"
                        + "&metadata%5Bshop%5D=shop&metadata%5Bcheckout_attempt%5D=key&customer=cus"),
                // Nobody says that the customer is away: they are there, and may be asked.
                Seen(
                    call: "POST /v1/payment_intents/pi/confirm", key: "shop-key-confirm-0",
                    form: "return_url=http%3A%2F%2Flocalhost%3A3000%2Fcheckout%2Freturn"),
            ])
    }

    @Test func refundCaptureAndCancel_haveTheirKeys_onEachTry() async throws {
        let repayment = Repayment(paymentReference: "pi", amountMinor: 100, idempotencyKey: "key-r")
        let seen = try await Self.seen { provider in
            for _ in 0..<2 {
                _ = await provider.refund(repayment)
                _ = await provider.capture(reference: "pi", amountMinor: 200, idempotencyKey: "key-c")
                _ = await provider.cancel(reference: "pi", idempotencyKey: "key-x")
            }
        }
        let once = [
            Seen(
                call: "POST /v1/refunds",
                key: "key-r",
                form: "payment_intent=pi&amount=100&metadata%5Brefund_key%5D=key-r"
            ), Seen(call: "POST /v1/payment_intents/pi/capture", key: "key-c", form: "amount_to_capture=200"),
            Seen(call: "POST /v1/payment_intents/pi/cancel", key: "key-x", form: ""),
        ]
        #expect(seen == once + once)
    }

    @Test(arguments: [HTTPResponse.Status.unauthorized, .forbidden, .internalServerError])
    func keyThatIsWrong_isTold_whateverIsAsked(_ status: HTTPResponse.Status) async throws {
        let refusals = RefusalWatch()
        let answers = [Given](repeating: Given(status: status), count: 3)
        _ = try await Self.seen(answering: answers, refusals: refusals) { provider in
            _ = await provider.lookUp(reference: "pi")
            _ = try? await provider.card("pm")
            #expect(!refusals.isRed())
            _ = await provider.confirm(reference: "pi", idempotencyKey: "key")
        }
        #expect(refusals.isRed() == (status != .internalServerError))
    }

    @Test func cards_areSavedWithTheCustomerOfTheUser() async throws {
        let seen = try await Self.seen { provider in
            _ = try? await provider.makeCustomer(userID: 3, shopID: "shop")
            _ = try? await provider.setUp(customer: "cus")
            _ = try? await provider.card("pm/../x?")
            _ = try? await provider.attach("pm", to: "cus")
            try? await provider.detach("pm")
        }
        #expect(
            seen == [
                Seen(
                    call: "POST /v1/customers", key: "shop-customer-3",
                    form: "metadata%5Bshop%5D=shop&metadata%5Buser%5D=3"),
                Seen(
                    call: "POST /v1/setup_intents", key: nil,
                    form: "customer=cus&payment_method_types%5B%5D=card&usage=on_session"),
                // A token is one part of a path, whatever it holds.
                Seen(call: "GET /v1/payment_methods/pm%2F..%2Fx%3F", key: nil, form: ""),
                Seen(call: "POST /v1/payment_methods/pm/attach", key: nil, form: "customer=cus"),
                Seen(call: "POST /v1/payment_methods/pm/detach", key: nil, form: ""),
            ])
    }

    @Test func lists_areAskedForByTime_andBehindTheLastOne() async throws {
        let listings = Mutex<[Listing]>([])
        let seen = try await Self.seen(answering: [Given(status: .ok, body: #"{"data":[],"has_more":false}"#)]) {
            provider in
            for kind in ListedKind.allCases {
                let listing = await provider.list(kind, from: 100, before: 200, behind: "x_1")
                listings.withLock { $0.append(listing) }
            }
        }
        #expect(seen.map(\.call) == ["payment_intents", "refunds", "disputes"].map { "GET /v1/\($0)" })
        #expect(
            seen.allSatisfy { $0.query == "limit=50&created%5Bgte%5D=100&created%5Blt%5D=200&starting_after=x_1" })
        #expect(
            listings.withLock { $0 } == [.page([], hasMore: false)]
                + [.unknown(reason: "status 500"), .unknown(reason: "status 500")])
    }

    @Test func lookUp_thatFails_saysNothingAboutTheMoney() async throws {
        let outcomes = Mutex<[PaymentOutcome?]>([])
        _ = try await Self.seen { provider in
            let outcome = await provider.lookUp(reference: "pi")
            outcomes.withLock { $0 = [outcome] }
        }
        for outcome in outcomes.withLock({ $0 }) {
            guard case .unknown? = outcome else {
                Issue.record("\(String(describing: outcome))")
                continue
            }
        }
    }

    private static let paid = Given(
        status: .ok, body: #"{"id":"pi","currency":"ils","status":"succeeded","amount":1,"amount_received":1}"#)

    // MARK: - a failure that the provider keeps under a key

    private static let kept = Given(headers: [HTTPField.Name("Idempotent-Replayed")!: "true"])
    private static let repayment = Repayment(paymentReference: "pi", amountMinor: 100, idempotencyKey: "k")
    private static let refund =
        #"{"id":"re","currency":"ils","status":"succeeded","amount":100,"metadata":{"refund_key":"k"}}"#

    /// What a refund comes to, and the keys of what was posted for it.
    private static func refund(answering answers: [Given]) async throws -> (outcome: PaymentOutcome?, keys: [String?]) {
        let outcome = Mutex<PaymentOutcome?>(nil)
        let seen = try await seen(answering: answers) { provider in
            let answer = await provider.refund(repayment)
            outcome.withLock { $0 = answer }
        }
        return (outcome.withLock { $0 }, seen.filter { $0.call == "POST /v1/refunds" }.map(\.key))
    }

    @Test func refundWhoseFailureIsKept_isMadeUnderTheNextKey_whenItIsNotThere() async throws {
        let (outcome, keys) = try await Self.refund(
            answering: [
                Self.kept, Given(status: .ok, body: #"{"data":[]}"#), Given(status: .ok, body: Self.refund),
            ])
        #expect(outcome == .paid(Payment(reference: "re", amountMinor: 100, currency: "ils")))
        #expect(keys == ["k", "k-2"])
    }

    @Test func refundWhoseFailureIsKept_andThatWasMade_isNotMadeAgain() async throws {
        let (outcome, keys) = try await Self.refund(
            answering: [Self.kept, Given(status: .ok, body: #"{"data":[\#(Self.refund)]}"#)])
        #expect(outcome == .paid(Payment(reference: "re", amountMinor: 100, currency: "ils")))
        #expect(keys == ["k"])
    }

    @Test func refundWhoseFailureIsKept_andOfWhichNobodyKnows_waits() async throws {
        let (outcome, keys) = try await Self.refund(answering: [Self.kept])
        #expect(outcome == .unknown(reason: "status 500") && keys == ["k"])
    }

    /// It may still be at work.
    @Test func refundThatFailsForTheFirstTime_waits() async throws {
        let (outcome, keys) = try await Self.refund(answering: [])
        #expect(outcome == .unknown(reason: "status 500") && keys == ["k"])
    }

    @Test func callsWhoseFailureIsKept_areMadeUnderTheNextKey() async throws {
        let charge = Charge(
            attemptID: 17, shopID: "shop", providerKey: "key", amountMinor: 5580, currency: "ils", providerToken: "pm")
        let seen = try await Self.seen(answering: Array(repeating: [Self.kept, Self.paid], count: 3).flatMap { $0 }) {
            _ = await $0.prepare(charge, idempotencyKey: "a")
            _ = await $0.capture(reference: "pi", amountMinor: 200, idempotencyKey: "b")
            _ = await $0.cancel(reference: "pi", idempotencyKey: "c")
        }
        #expect(seen.map(\.key) == ["a", "a-2", "b", "b-2", "c", "c-2"])
    }

    @Test func failureThatIsKeptUnderEveryKey_isUnknown() async throws {
        let outcome = Mutex<PaymentOutcome?>(nil)
        let seen = try await Self.seen(answering: Array(repeating: Self.kept, count: 9)) { provider in
            let answer = await provider.cancel(reference: "pi", idempotencyKey: "c")
            outcome.withLock { $0 = answer }
        }
        #expect(outcome.withLock { $0 } == .unknown(reason: "status 500, kept under each key"))
        #expect(seen.map(\.key) == ["c", "c-2", "c-3", "c-4", "c-5"])
    }

    @Test(arguments: ["rate_limit", "lock_timeout"])
    func tooManyRequests_areWaitedOut_underTheSameKey(_ code: String) async throws {
        let refusal = Given(
            status: .tooManyRequests, headers: [.retryAfter: "1"], body: #"{"error":{"code":"\#(code)"}}"#)
        let outcome = Mutex<PaymentOutcome?>(nil)
        let seen = try await Self.seen(answering: [refusal, Self.paid]) { provider in
            let budget = CallBudget(isCustomers: true, deadline: .now + .seconds(30))
            let answer = await CallBudget.$current.withValue(budget) {
                await provider.confirm(reference: "pi", idempotencyKey: "k")
            }
            outcome.withLock { $0 = answer }
        }
        #expect(outcome.withLock { $0 } == .paid(Payment(reference: "pi", amountMinor: 1, currency: "ils")))
        #expect(seen.count == 2 && seen.allSatisfy { $0.key == "k" })
    }

    @Test func tooManyRequests_thatLastTooLong_areUnknown_beforeTheDeadline() async throws {
        let refusal = Given(status: .tooManyRequests, headers: [.retryAfter: "30"])
        let outcome = Mutex<PaymentOutcome?>(nil)
        let seen = try await Self.seen(answering: [refusal]) { provider in
            let budget = CallBudget(isCustomers: true, deadline: .now + .seconds(20))
            let start = ContinuousClock.now
            let answers = await CallBudget.$current.withValue(budget) {
                await provider.confirm(reference: "pi", idempotencyKey: "k")
            }
            #expect(ContinuousClock.now - start < .seconds(20), "it does not wait for what comes too late")
            outcome.withLock { $0 = answers }
        }
        #expect(outcome.withLock { $0 } == .unknown(reason: "status 429"))
        #expect(seen.count == 1)
    }
}
