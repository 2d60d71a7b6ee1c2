import Testing

@testable import Gateway

/// What the provider's answers mean.
struct StripeAnswerTests {
    private static func outcome(_ status: Int, _ body: String) -> PaymentOutcome {
        StripeAnswer.outcome(status: status, body: Array(body.utf8))
    }

    @Test func succeeded_isPaid() {
        let body = #"{"id":"pi_1","currency":"ils","status":"succeeded","amount":5580,"amount_received":5580}"#
        #expect(Self.outcome(200, body) == .paid(Payment(reference: "pi_1", amountMinor: 5580, currency: "ils")))
    }

    @Test func anotherAmount_isToldAsItIs() {
        let body = #"{"id":"pi_1","currency":"ils","status":"succeeded","amount":5580,"amount_received":100}"#
        #expect(Self.outcome(200, body) == .paid(Payment(reference: "pi_1", amountMinor: 100, currency: "ils")))
    }

    @Test(arguments: [
        (
            #"{"error":{"type":"card_error","code":"card_declined","decline_code":"insufficient_funds"}}"#,
            "insufficient_funds"
        ),
        (#"{"error":{"type":"card_error","code":"expired_card"}}"#, "expired_card"),
        (#"{"error":{"type":"card_error"}}"#, "card_declined"),
        (#"{"error":{"type":"something_new"}}"#, "card_declined"), ("", "card_declined"),
    ])
    func cardError_isDefinitive(_ body: String, _ code: String) {
        #expect(Self.outcome(402, body) == .declined(code: code))
    }

    @Test(arguments: [401, 403, 409, 429, 500, 502, 503, 504])
    func noAnswerToTheQuestion_isUnknown(_ status: Int) {
        #expect(Self.outcome(status, "{}") == .unknown(reason: "status \(status)"))
    }

    @Test(arguments: ["", "<html>", "{}", #"{"id":"pi_1","currency":"ils","status":"processing","amount":1}"#])
    func successThatSaysNothing_isUnknown(_ body: String) {
        guard case .unknown = Self.outcome(200, body) else {
            Issue.record("\(Self.outcome(200, body))")
            return
        }
    }

    @Test(arguments: [
        (#"{"id":"re_1","currency":"ils","status":"pending","amount":1}"#, PaymentOutcome.pending),
        (
            #"{"id":"re_1","currency":"ils","status":"failed","amount":1,"failure_reason":"insufficient_funds"}"#,
            .declined(code: "insufficient_funds")
        ),
        (#"{"id":"re_1","currency":"ils","status":"canceled","amount":1}"#, .canceled),
        (#"{"id":"pi_1","currency":"ils","status":"requires_confirmation","amount":1}"#, .open(reference: "pi_1")),
        (
            #"{"id":"pi_1","currency":"ils","status":"requires_action","amount":1,"client_secret":"s","next_action":{"redirect_to_url":{"url":"https://bank/1"}}}"#,
            .actionRequired(PaymentAction(reference: "pi_1", clientSecret: "s", redirectURL: "https://bank/1"))
        ),
        (
            #"{"id":"pi_1","currency":"ils","status":"requires_action","amount":1,"client_secret":"s","next_action":{"type":"use_stripe_sdk"}}"#,
            .actionRequired(PaymentAction(reference: "pi_1", clientSecret: "s", redirectURL: nil))
        ),
    ])
    func status_isItsOutcome(_ body: String, _ outcome: PaymentOutcome) {
        #expect(Self.outcome(200, body) == outcome)
    }

    @Test func cardThatTheProviderDoesNotKnow_isRefused_notDeclined() {
        let body = #"{"error":{"code":"resource_missing","param":"payment_method"}}"#
        #expect(Self.outcome(400, body) == .refused(reason: "status 400 resource_missing"))
    }

    @Test(arguments: [400, 404])
    func ourOwnMistake_isRefused(_ status: Int) {
        #expect(
            Self.outcome(status, #"{"error":{"code":"resource_missing"}}"#)
                == .refused(reason: "status \(status) resource_missing"))
    }

    @Test func requiresPaymentMethod_isDeclined_withTheLastError() {
        let body =
            #"{"id":"pi_1","currency":"ils","status":"requires_payment_method","amount":1,"last_payment_error":{"code":"x"}}"#
        #expect(Self.outcome(200, body) == .declined(code: "x"))
    }

    @Test func requiresCapture_isHeld() {
        let body =
            #"{"id":"pi_1","currency":"ils","status":"requires_capture","amount":5580,"amount_received":0,"amount_capturable":5580}"#
        #expect(
            Self.outcome(200, body)
                == .paid(Payment(reference: "pi_1", amountMinor: 5580, currency: "ils", isHeld: true)))
    }

    @Test func canceled_isNeitherPaidNorDeclined() {
        #expect(Self.outcome(200, #"{"id":"pi_1","currency":"ils","status":"canceled","amount":1}"#) == .canceled)
    }

    @Test func list_isRead_wholeOrNotAtAll() {
        let payment =
            #"{"id":"pi_1","status":"succeeded","currency":"ils","amount":5580,"amount_received":5580,"amount_capturable":0,"#
            + #""created":1800000000,"metadata":{"shop":"s","checkout_attempt":"k"}}"#
        let refund =
            #"{"id":"re_1","status":"failed","currency":"ils","amount":1,"payment_intent":"pi_1","created":1800000000}"#
        func listing(_ text: String) -> Listing? { StripeAnswer.listing(of: Array(text.utf8)) }
        #expect(
            listing(#"{"data":[\#(payment),\#(refund)],"has_more":true}"#)
                == .page(
                    [
                        ListedObject(
                            reference: "pi_1", paymentReference: nil, status: "succeeded", currency: "ils",
                            amountMinor: 5580, receivedMinor: 5580, capturableMinor: 0, shop: "s", refundKey: nil,
                            created: 1_800_000_000),
                        ListedObject(
                            reference: "re_1", paymentReference: "pi_1", status: "failed", currency: "ils",
                            amountMinor: 1, receivedMinor: nil, capturableMinor: nil, shop: nil, refundKey: nil,
                            created: 1_800_000_000),
                    ], hasMore: true))
        #expect(listing(#"{"data":[],"has_more":false}"#) == .page([], hasMore: false))
        for wrong in [
            "", "{}", #"{"data":[]}"#, #"{"data":[{"id":"pi_1"}],"has_more":false}"#, #"{"data":[],"has_more":true}"#,
        ] {
            #expect(listing(wrong) == nil, "\(wrong)")
        }
    }

    @Test func form_isPercentEncoded() {
        #expect(FormEncoding.encode([("metadata[a]", "1 ₪&=")]) == "metadata%5Ba%5D=1%20%E2%82%AA%26%3D")
    }
}
