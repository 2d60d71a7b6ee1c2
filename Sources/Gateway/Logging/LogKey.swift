/// The keys of the log, each written once.
enum LogKey {
    static let requestID = "request_id"
    static let method = "method"
    static let route = "route"
    static let status = "status"
    static let durationMilliseconds = "duration_ms"
    static let userID = "user_id"
    static let error = "error"
    static let attemptID = "attempt_id"
    static let outboxID = "outbox_id"
    static let sweep = "sweep"
    static let count = "count"
    static let address = "address"
    static let results = "results"
    static let reason = "reason"
    static let setting = "setting"
    static let port = "port"
}
