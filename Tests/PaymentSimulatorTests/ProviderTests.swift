import Foundation
import Testing

@testable import PaymentSimulator

/// The provider's rules.
struct ProviderTests {
    private static func charge(_ provider: Provider, key: String?, _ form: String) async throws -> Answer {
        let form = Form(form)
        return try await provider.answer(key: key, request: "charge?\(form.canonicalText)") {
            provider throws(ProviderError) in try await provider.create(form)
        }
    }

    private static func form(_ method: String = "pm_card_visa", amount: Int = 5580) -> String {
        "amount=\(amount)&currency=ils&payment_method=\(method)&confirm=true&metadata%5Bcheckout_attempt%5D=17"
    }

    @Test func charge_visa_succeedsWithItsMetadata() async throws {
        let provider = try Provider(journal: nil)
        let answer = try await Self.charge(provider, key: "k", Self.form())
        let intent = try #require(await provider.state.intents.first)
        #expect(answer.status == 200)
        #expect(intent.amountReceived == 5580)
        #expect(intent.metadata == ["checkout_attempt": "17"])
    }

    @Test(arguments: [
        ("pm_card_chargeDeclined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "insufficient_funds"),
    ])
    func charge_decliningCard_isRefusedWithItsCode(_ method: String, _ code: String) async throws {
        let provider = try Provider(journal: nil)
        let answer = try await Self.charge(provider, key: "k", Self.form(method))
        #expect(answer.status == 402)
        #expect(answer.body.contains("\"decline_code\":\"\(code)\""))
        #expect(await provider.state.intents.first?.amountReceived == 0)
    }

    @Test(arguments: [
        "amount=0", "amount=x", "currency=ILS", "currency=zzz", "amount=199", "amount=100000000", "confirm=maybe",
        "payment_method=pm_unknown", "capture_method=later",
    ])
    func charge_wrongParameter_isRefused(_ parameter: String) async throws {
        let provider = try Provider(journal: nil)
        let answer = try await Self.charge(provider, key: "k", Self.form() + "&capture_method=automatic&" + parameter)
        #expect(answer.status == 400)
        #expect(await provider.state.intents.isEmpty)
    }

    @Test func unconfirmedIntent_takesNothing_untilItIsConfirmed_once() async throws {
        let provider = try Provider(journal: nil)
        _ = try await provider.create(Form(Self.form().replacing("confirm=true", with: "confirm=false")))
        let made = try #require(await provider.state.intents.first)
        #expect(made.status == .requiresConfirmation && made.amountReceived == 0)
        _ = try await provider.confirm(made.id, Form(""))
        let paid = try await provider.state.intent(made.id)
        #expect(paid.status == .succeeded && paid.amountReceived == 5580)
        await #expect(throws: ProviderError.unexpectedState(paid)) { try await provider.confirm(made.id, Form("")) }
    }

    @Test func intentThatIsGivenUp_whileTheBankIsAsked_isNotPaid() async throws {
        let provider = try Provider(journal: nil)
        _ = try await provider.create(
            Form(Self.form("pm_sim_delay_300").replacing("confirm=true", with: "confirm=false")))
        let id = try #require(await provider.state.intents.first?.id)
        let slow = Task { try await provider.confirm(id, Form("")) }
        try await Task.sleep(for: .milliseconds(100))
        _ = try await provider.cancel(id)
        await #expect(throws: ProviderError.self) { try await slow.value }
        #expect(try await provider.state.intent(id).amountReceived == 0)
    }

    @Test func faultOfACard_meetsTheConfirm_andNotTheMaking() async throws {
        let provider = try Provider(journal: nil)
        let form = Form(Self.form("pm_sim_once_hang").replacing("confirm=true", with: "confirm=false"))
        #expect(await provider.fault(path: "/v1/payment_intents", form, key: "k") == nil)
        _ = try await provider.create(form)
        let id = try #require(await provider.state.intents.first?.id)
        let path = "/v1/payment_intents/\(id)/confirm"
        #expect(await provider.fault(path: path, Form(""), key: "a") == .hang)
        #expect(await provider.fault(path: path, Form(""), key: "b") == nil, "once for each intent, whatever the key")
    }

    @Test func faultOfACard_thatHasBeen_staysSo_afterARestart() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)").path(
            percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let provider = try Provider(journal: try Journal(path: path))
        _ = try await provider.create(
            Form(Self.form("pm_sim_once_hang").replacing("confirm=true", with: "confirm=false")))
        let id = try #require(await provider.state.intents.first?.id)
        let confirm = "/v1/payment_intents/\(id)/confirm"
        #expect(await provider.fault(path: confirm, Form(""), key: "a") == .hang)
        let restarted = try Provider(journal: try Journal(path: path))
        #expect(await restarted.fault(path: confirm, Form(""), key: "b") == nil)
    }

    @Test func events_areOwedToEachShop_andSurviveARestart() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)").path(
            percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        // Nobody listens there.
        let sender = WebhookSender(urls: ["http://127.0.0.1:1/a", "http://127.0.0.1:1/b"], secret: "whsec_test")
        let provider = try Provider(journal: try Journal(path: path), webhooks: sender)
        _ = try await Self.charge(provider, key: "k", Self.form())
        let owed = await provider.state.owed
        #expect(owed.count == 4, "made and paid, to two shops")
        #expect(Set(owed.values.map(\.url)) == Set(sender.urls))
        let restarted = try Provider(journal: try Journal(path: path), webhooks: sender)
        #expect(await restarted.state.owed == owed)
    }

    @Test func sameKey_sameParameters_isReplayed() async throws {
        let provider = try Provider(journal: nil)
        let first = try await Self.charge(provider, key: "k", Self.form())
        let second = try await Self.charge(provider, key: "k", Self.form())
        #expect(second.body == first.body)
        #expect(second.isReplayed)
        #expect(await provider.state.intents.count == 1)
    }

    @Test func sameKey_otherParameters_isRefused() async throws {
        let provider = try Provider(journal: nil)
        _ = try await Self.charge(provider, key: "k", Self.form())
        await #expect(throws: ProviderError.keyReused) {
            try await Self.charge(provider, key: "k", Self.form(amount: 1))
        }
    }

    @Test func sameKey_stillRunning_isRefused() async throws {
        let provider = try Provider(journal: nil)
        let slow = Task { try await Self.charge(provider, key: "k", Self.form("pm_sim_delay_300")) }
        try await Task.sleep(for: .milliseconds(100))
        await #expect(throws: ProviderError.keyInUse) {
            try await Self.charge(provider, key: "k", Self.form("pm_sim_delay_300"))
        }
        #expect(try await slow.value.status == 200)
        #expect(await provider.state.intents.count == 1)
    }

    @Test func key_afterADay_isForgotten() throws {
        var state = ProviderState()
        state.apply(.answer(key: "k", .init(request: "r", status: 200, body: "{}", created: 0)))
        #expect(try state.begin(key: "k", request: "r", now: 86_399) != nil)
        #expect(try state.begin(key: "k", request: "r", now: 86_400) == nil)
    }

    @Test func capture_partOfAHeldIntent_letsTheRestGo() async throws {
        let provider = try Provider(journal: nil)
        _ = try await Self.charge(provider, key: nil, Self.form() + "&capture_method=manual")
        let id = try #require(await provider.state.intents.first?.id)
        _ = try await provider.capture(id, Form("amount_to_capture=1000"))
        let intent = try await provider.state.intent(id)
        #expect(intent.status == .succeeded)
        #expect(intent.amountReceived == 1000)
        await #expect(throws: ProviderError.unexpectedState(intent)) { try await provider.cancel(id) }
    }

    @Test func heldIntent_givenUp_isCanceled_andCannotBeCaptured() async throws {
        let provider = try Provider(journal: nil)
        _ = try await Self.charge(provider, key: nil, Self.form() + "&capture_method=manual")
        let id = try #require(await provider.state.intents.first?.id)
        _ = try await provider.cancel(id)
        let intent = try await provider.state.intent(id)
        #expect(intent.status == .canceled && intent.amountCapturable == 0 && intent.amountReceived == 0)
        await #expect(throws: ProviderError.unexpectedState(intent)) { try await provider.capture(id, Form("")) }
    }

    @Test(arguments: [
        ("rates", "/v1/payment_intents"), ("refund_rates", "/v1/refunds"),
        ("capture_rates", "/v1/payment_intents/pi_1/capture"), ("capture_rates", "/v1/payment_intents/pi_1/cancel"),
    ])
    func rates_areThoseOfTheCall(_ name: String, _ path: String) async throws {
        let provider = try Provider(journal: nil)
        _ = try await provider.control(Data(#"{"\#(name)":{"error_after":1}}"#.utf8))
        #expect(await provider.fault(path: path, Form(""), key: "k") == .errorAfter)
        for other in ["/v1/payment_intents", "/v1/refunds", "/v1/payment_intents/pi_1/capture"]
        where !(name == "capture_rates" ? other.hasSuffix("capture") : other == path) {
            #expect(await provider.fault(path: other, Form(""), key: "k") == nil)
        }
    }

    @Test func refund_moreThanIsLeft_isRefused() async throws {
        let provider = try Provider(journal: nil)
        _ = try await Self.charge(provider, key: nil, Self.form())
        let id = try #require(await provider.state.intents.first?.id)
        _ = try await provider.refund(Form("payment_intent=\(id)&amount=5000"))
        await #expect(throws: ProviderError.parameter("amount")) {
            try await provider.refund(Form("payment_intent=\(id)&amount=581"))
        }
        _ = try await provider.refund(Form("payment_intent=\(id)"))
        #expect(await provider.state.refunded(id) == 5580)
    }

    @Test func journal_survivesARestart_andACutOffLine() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "journal-\(UUID().uuidString)").path(
            percentEncoded: false)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let first = try await Self.charge(try Provider(journal: try Journal(path: path)), key: "k", Self.form())
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("{\"intent\":{\"_0\":{\"id\":\"pi_cut".utf8))
        try handle.close()
        let restarted = try Provider(journal: try Journal(path: path))
        let again = try await Self.charge(restarted, key: "k", Self.form())
        #expect(again.body == first.body)
        #expect(await restarted.state.intents.count == 1)
    }
}
