import AsyncHTTPClient
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
    }

    /// Runs calls against a server that answers nothing but 500. Gives what it has seen.
    private static func seen(_ calls: @escaping @Sendable (StripeProvider) async -> Void) async throws -> [Seen] {
        let log = Mutex<[Seen]>([])
        let (ports, port) = AsyncStream<Int>.makeStream()
        let router = Router()
        router.add(middleware: Recorder { seen in log.withLock { $0.append(seen) } })
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
            await calls(StripeProvider(client: .shared, configuration: payments))
            group.cancelAll()
            try? await group.waitForAll()
        }
        return log.withLock { $0 }
    }

    private struct Recorder: RouterMiddleware {
        let note: @Sendable (Seen) -> Void

        func handle(
            _ request: Request,
            context: BasicRequestContext,
            next: (Request, BasicRequestContext) async throws -> Response
        ) async throws -> Response {
            var request = request
            let body = String(buffer: try await request.collectBody(upTo: 65_536))
            note(
                Seen(
                    call: "\(request.method) \(request.uri.path)", key: request.headers[.idempotencyKey], form: body))
            return Response(status: .internalServerError)
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
}
