import Postgres

/// The functions of the database that a gateway asks about itself.
struct OperationCalls: Sendable {
    let database: any Database
    private let context = CallContext(requestID: "operations")

    init(database: any Database) {
        self.database = database
    }

    /// The number of the newest migration that has been applied.
    func appliedMigration() async throws -> Int64 {
        let body: [UInt8] = try await database.value("api.ready", [:], context)
        guard case .number(let text)? = try JSONParser.parse(body)["migration"], let migration = Int64(text) else {
            throw PostgresError.emptyAnswer
        }
        return migration
    }

    /// Forgets answers that were kept for an Idempotency-Key long ago; gives their ids.
    func forgetAnswers(limit: Int) async throws -> [Int64] {
        try await database.values(
            "api.answers_forget", ["limit": .integer(Int64(limit))], CallContext(requestID: "answer-forgetter"))
    }

    /// The settings in force, by name, as text.
    func settings() async throws -> [String: String] {
        let body: [UInt8] = try await database.value("api.settings_effective", [:], context)
        guard case .object(let members) = try JSONParser.parse(body) else { throw PostgresError.emptyAnswer }
        var settings: [String: String] = [:]
        for (name, value) in members {
            switch value {
            case .string(let text), .number(let text): settings[name] = text
            default: continue
            }
        }
        return settings
    }
}
