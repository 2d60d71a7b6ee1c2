import Postgres

extension PostgresError {
    /// The HTTP status of an error that the shop raised itself: SQLSTATE `MS409` is 409.
    var shopStatus: Int? {
        guard let state = sqlState, state.errorClass == "MS" else { return nil }
        return Int(state.rawValue.dropFirst(2))
    }

    /// The shop says that what is asked contradicts what is: no further try will change that.
    var isConflict: Bool { shopStatus == 409 }
}
