import HTTPTypes
import Postgres

extension APIError {
    /// The only mapping from a database error to an answer. Nil for an error that no client caused or can help: it is
    /// logged whole, and answered as an internal error.
    init?(_ error: PostgresError, catalog: ErrorCatalog) {
        let state = error.sqlState
        if let state, state.errorClass == "MS", let status = Int(state.rawValue.dropFirst(2)) {
            self.init(
                status: HTTPResponse.Status(code: status),
                code: error.message,
                message: error.hint ?? error.message,
                details: error.detail ?? "{}",
                headers: Self.headers(status: status, code: error.message)
            )
        } else if let name = error.constraint, let entry = catalog.entry(forConstraint: name) {
            self.init(
                status: HTTPResponse.Status(code: entry.status),
                code: entry.code,
                message: entry.message,
                headers: Self.headers(status: entry.status, code: entry.code)
            )
        } else if error.isRetryable || error.isUnavailable || state == .lockNotAvailable {
            self = .unavailable
        } else if state == .untranslatableCharacter {
            self = .validation([.init(field: "body", message: "must not contain U+0000")])
        } else if state == .queryCanceled {
            self = .timeout
        } else {
            return nil
        }
    }

    private static func headers(status: Int, code: String) -> HTTPFields {
        switch (status, code) {
        case (401, _): [.wwwAuthenticate: "Bearer"]
        case (_, "IDEMPOTENCY_IN_PROGRESS"), (_, "CHECKOUT_IN_PROGRESS"): [.retryAfter: "1"]
        default: [:]
        }
    }
}
