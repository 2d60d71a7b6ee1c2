import Hummingbird
import Postgres

/// `/health` and `/ready`, for supervisors and load balancers.
struct HealthHandler: Sendable {
    /// The newest migration that this build needs.
    static let expectedMigration: Int64 = 6

    let database: any Database
    let draining: Draining

    /// The process is up.
    func health() -> Response {
        .json("{\"data\":{\"status\":\"ok\"}}", status: .ok)
    }

    /// The gateway can serve: the database answers, and has the schema that this build needs.
    func ready() async -> Response {
        if draining.isDraining { return notReady("shutting down") }
        do {
            let body = try await database.query(Statements.ready, []).first?.bytes("body") ?? []
            guard case .number(let text)? = try JSONParser.parse(body)["migration"], let migration = Int64(text),
                migration >= Self.expectedMigration
            else { return notReady("the schema is older than this build") }
            return .json("{\"data\":{\"status\":\"ready\",\"migration\":\(migration)}}", status: .ok)
        } catch {
            return notReady("the database does not answer")
        }
    }

    private func notReady(_ reason: String) -> Response {
        var refusal = APIError.unavailable
        refusal.details = "{\"reason\":\(JSONText.quoted(reason))}"
        return .json(refusal.body(requestID: ""), status: refusal.status, headers: refusal.headers)
    }
}
