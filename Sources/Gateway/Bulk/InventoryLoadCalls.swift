import Postgres

/// The functions of the database that take a file of stock.
struct InventoryLoadCalls: Sendable {
    let database: any Database

    /// Opens a load; gives its id.
    func begin(_ context: CallContext) async throws -> Int64 {
        try await database.value("api.inventory_load_begin", [:], context)
    }

    /// Adds rows to a load.
    func add(_ rows: CopyText) async throws {
        try await database.copy(rows, into: InventoryFile.target)
    }

    /// Takes a load all of whose rows are there; gives the one to go on with, which for a known key is an earlier one.
    func open(_ load: Int64, _ arguments: Arguments, key: IdempotencyKey.Bound?, _ context: CallContext) async throws
        -> Int64
    {
        try await database.value(
            "api.inventory_load_open",
            arguments + [
                "load_id": .integer(load), "idempotency_key": Value(key?.key),
                "fingerprint": key.map { .bytes($0.fingerprint) } ?? .null,
            ], context)
    }

    /// Applies a load to its end, a step a transaction: no row of the shop is locked for longer than one.
    func apply(_ load: Int64, _ context: CallContext) async throws {
        while try await !database.value("api.inventory_load_apply", ["load_id": .integer(load)], context) {}
    }

    /// What became of a load.
    func report(_ load: Int64, _ context: CallContext) async throws -> [UInt8] {
        try await database.value("api.inventory_load_report", ["load_id": .integer(load)], context)
    }

    /// Goes on with a load whose gateway has died; gives its id, if there is one.
    func resume() async throws -> [Int64] {
        try await database.values("api.inventory_load_resume", [:], CallContext(requestID: "load-resumer"))
    }

    /// Forgets the rows of old loads; gives their ids.
    func forget(limit: Int) async throws -> [Int64] {
        try await database.values(
            "api.inventory_loads_forget", ["limit": .integer(Int64(limit))], CallContext(requestID: "load-forgetter"))
    }
}
