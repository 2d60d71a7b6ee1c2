/// Counts calls with credentials in the database, so that all gateways count together.
struct CredentialRateLimiter: RateLimiter {
    let calls: AccountCalls
    let configuration: Configuration.Passwords

    func take(_ limit: Route.RateLimit, for call: Call) async throws {
        guard case .credentials(let scope) = limit else { return }
        let seconds = try await calls.takeRate(
            scope: scope, address: call.address, addressLimit: configuration.ratePerAddress,
            email: call.input["email"], emailLimit: configuration.ratePerEmail, call.context)
        guard seconds == 0 else { throw APIError.rateLimited(retryAfter: seconds) }
    }
}
