import ArgumentParser
import Foundation
import Hummingbird
import Logging

/// The program: a stand-in for a card provider that speaks the Stripe API.
@main
struct PaymentSimulator: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "payment-simulator",
        abstract: "A card provider for development and tests: the Stripe API, without money.",
        discussion: """
            Payment methods say what happens: pm_card_visa pays, pm_card_chargeDeclined and
            pm_card_chargeDeclinedInsufficientFunds decline, pm_card_refundFail pays and its
            refunds fail a second later, pm_card_createDispute pays and is disputed,
            pm_card_threeDSecure2Required pays when its owner has approved, on the page that the intent names, pm_sim_delay_<ms> pays after a while,
            pm_sim_wrong_amount takes another amount, pm_sim_<fault> fails each time and pm_sim_once_<fault> the
            first time: \(Fault.allCases.map(\.rawValue).joined(separator: ", ")).
            POST /_control sets faults by rate (also of look-ups), requests a second, delays, the clock, the lag of
            searches, whether a failure is kept under its key, whether the API key has expired, and what befalls
            webhooks; GET shows them. POST /_control/refunds (payment_intent, amount) gives money back as the dashboard
            does; POST /_control/expire_holds (payment_intent) ends holds. GET /_control/deliveries says how many events
            are not taken yet.

            Example:
              payment-simulator --port 8090 --api-key sk_test_mami --state-file simulator.jsonl
            """
    )

    @Option(help: "Address to listen on.")
    var host = "127.0.0.1"

    @Option(help: "Port to listen on.")
    var port = 8090

    @Option(help: "The key that callers must send; default: PAYMENT_PROVIDER_API_KEY.")
    var apiKey: String?

    @Option(help: "Where the state is kept, so that it survives a restart; default: nowhere.")
    var stateFile: String?

    @Option(
        help: "Where events are sent, e.g. http://127.0.0.1:8080/webhooks/payments; once for each shop on the account.")
    var webhookURL: [String] = []

    @Option(help: "Requests that are answered in a second; further ones get 429. 0: as many as come.")
    var requestsPerSecond = 0

    func run() async throws {
        guard let key = apiKey ?? ProcessInfo.processInfo.environment["PAYMENT_PROVIDER_API_KEY"], !key.isEmpty else {
            throw ValidationError("--api-key or PAYMENT_PROVIDER_API_KEY is needed")
        }
        let journal = try stateFile.map { try Journal(path: $0) }
        let secret = ProcessInfo.processInfo.environment["PAYMENT_WEBHOOK_SECRET"] ?? ""
        if !webhookURL.isEmpty, secret.isEmpty { throw ValidationError("--webhook-url needs PAYMENT_WEBHOOK_SECRET") }
        let provider = try Provider(
            journal: journal,
            webhooks: webhookURL.isEmpty ? nil : WebhookSender(urls: webhookURL, secret: secret),
            publicURL: "http://\(host):\(port)",
            requestsPerSecond: requestsPerSecond
        )
        await provider.deliverWhatIsOwed()
        var logger = Logger(label: "payment-simulator")
        logger.logLevel = .warning
        let application = Application(
            router: buildRouter(provider: provider, apiKey: key),
            configuration: .init(address: .hostname(host, port: port)),
            onServerRunning: { channel in
                // Written at once, also into a log file.
                let line = "payment-simulator listens on \(host):\(channel.localAddress?.port ?? 0)\n"
                FileHandle.standardOutput.write(Data(line.utf8))
            },
            logger: logger
        )
        try await application.runService()
    }
}
