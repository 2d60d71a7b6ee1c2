import Hummingbird
import Postgres

/// `/health` and `/ready`, for supervisors and load balancers.
struct HealthHandler: Sendable {
    /// The newest migration that this build needs.
    static let expectedMigration: Int64 = 8

    let database: any Database
    let draining: Draining

    /// The process is up.
    func health() -> Response {
        .json("{\"data\":{\"status\":\"ok\"}}", status: .ok)
    }

    /// The gateway can serve: the database answers, and has the schema that this build needs.
    /// - Throws: `APIError` 503 with the reason when it cannot.
    func ready() async throws -> Response {
        if draining.isDraining { throw notReady("shutting down") }
        let body: [UInt8]
        do {
            body = try await database.query(Statements.ready, []).first?.bytes("body") ?? []
        } catch {
            throw notReady("the database does not answer")
        }
        guard case .number(let text)? = try JSONParser.parse(body)["migration"], let migration = Int64(text),
            migration >= Self.expectedMigration
        else { throw notReady("the schema is older than this build") }
        return .json("{\"data\":{\"status\":\"ready\",\"migration\":\(migration)}}", status: .ok)
    }

    private func notReady(_ reason: String) -> APIError {
        var refusal = APIError.unavailable
        refusal.details = "{\"reason\":\(JSONText.quoted(reason))}"
        return refusal
    }
}
