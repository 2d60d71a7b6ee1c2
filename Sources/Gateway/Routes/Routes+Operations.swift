/// What stands outside of the API.
extension RouteTable {
    static let operations: [Route] = [
        .get(.root("/health"), .everybody, .handler("health", function: nil), spellings: ["/health"]),
        .get(.root("/ready"), .everybody, .handler("ready", function: "api.ready")),
        .post(
            .root("/webhooks/payments"), .everybody, .handler("payment_event", function: "api.webhook_receive"),
            body: .raw, lane: .money),
    ]
}
