/// `/health` and `/ready`, for supervisors and load balancers.
struct HealthHandler: Sendable {
    let calls: OperationCalls
    let draining: Draining
    let refusals: RefusalWatch

    /// The process is up.
    func health(_ call: Call) async throws -> Answer {
        .json("{\"data\":{\"status\":\"ok\"}}")
    }

    /// The gateway can serve: the database answers, and has the schema that this build needs. Whether the provider refuses what it is
    /// asked is told beside it, and no reason to send nobody here: another gateway would be refused the same.
    /// - Throws: `APIError` 503 with the reason when it cannot.
    func ready(_ call: Call) async throws -> Answer {
        if draining.isDraining { throw notReady("shutting down") }
        let migration: Int64
        do {
            migration = try await calls.appliedMigration()
        } catch {
            throw notReady("the database does not answer")
        }
        guard migration >= SchemaVersion.newestMigration else {
            throw notReady("the schema is older than this build")
        }
        let payments = refusals.isRed() ? "refused" : "ok"
        return .json("{\"data\":{\"status\":\"ready\",\"migration\":\(migration),\"payments\":\"\(payments)\"}}")
    }

    private func notReady(_ reason: String) -> APIError {
        APIError(.serviceUnavailable, details: "{\"reason\":\(JSONText.quoted(reason))}")
    }
}
