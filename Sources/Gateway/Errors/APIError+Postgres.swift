import Postgres

extension APIError {
    /// The only mapping from a database error to an answer. Nil for an error that no client caused or can help: it is
    /// logged whole, and answered as an internal error.
    init?(_ error: PostgresError) {
        let state = error.sqlState
        if let status = error.shopStatus {
            self.init(
                status: status,
                code: error.message,
                message: error.hint ?? error.message,
                details: error.detail ?? "{}"
            )
        } else if let code = error.constraint.flatMap(ErrorCode.ofConstraint) {
            self.init(code)
        } else if error.isRetryable || error.isUnavailable || state == .lockNotAvailable {
            self.init(.serviceUnavailable)
        } else if state == .untranslatableCharacter {
            self = .validation([.init(field: "body", message: "must not contain U+0000")])
        } else if state == .queryCanceled {
            self.init(.timeout)
        } else {
            return nil
        }
    }
}
