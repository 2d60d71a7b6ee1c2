import AuditSeal
import Postgres

/// The functions of the database that seal the audit log.
struct SealCalls: Sendable {
    let database: any Database
    private let context = CallContext(requestID: "audit-sealer")

    init(database: any Database) {
        self.database = database
    }

    /// The tree as it is, and the newest checkpoint that the database has of it.
    struct Head: Sendable {
        let size: Int64
        let root: [UInt8]
        /// With the time since somebody signed it.
        let checkpoint: (signed: SignedCheckpoint, age: Duration)?
    }

    /// Seals what is settled, at most so many entries; gives how many. Nil when another gateway is at it.
    func seal(limit: Int) async throws -> Int? {
        try await database.value("api.audit_seal", ["limit": .integer(Int64(limit))], context)
    }

    /// Makes the log's months ahead; gives how many.
    func ensurePartitions() async throws -> [Int64] {
        let made: Int64 = try await database.value("api.audit_partitions_ensure", [:], context)
        return made == 0 ? [] : [made]
    }

    /// The tree's head.
    func head() async throws -> Head {
        let row = try await database.row("api.audit_tree_head", [:], context)
        let note: String? = try row.get("checkpoint_note")
        let seconds: Int? = try row.get("checkpoint_seconds")
        // A note that cannot be read is one of another program: as if there were none.
        let signed = note.flatMap { SignedCheckpoint(note: $0) }
        return Head(
            size: try row.get("size"), root: try row.bytea("root") ?? [],
            checkpoint: signed.map { ($0, .seconds(seconds ?? 0)) })
    }

    /// The proof that the tree was only added to between two sizes.
    func consistency(from: Int64, to: Int64) async throws -> [[UInt8]] {
        let text: String = try await database.value(
            "api.audit_consistency", ["from_size": .integer(from), "to_size": .integer(to)], context)
        return try Self.hashes(text)
    }

    /// Keeps a signed checkpoint; false when there is one like it, or a greater one.
    func keep(_ signed: SignedCheckpoint, publicKey: [UInt8]) async throws -> Bool {
        try await database.value(
            "api.audit_checkpoint_add",
            [
                "size": .integer(signed.checkpoint.size), "root": .bytes(signed.checkpoint.root),
                "origin": .text(signed.checkpoint.origin), "note": .text(signed.note), "public_key": .bytes(publicKey),
            ], context)
    }

    /// An array of `bytea` in PostgreSQL's text format: `{"\\x00ff","\\x…"}`.
    static func hashes(_ text: String) throws -> [[UInt8]] {
        try text.split(whereSeparator: { "{},".contains($0) }).map { part in
            let digits = part.utf8.drop { $0 != UInt8(ascii: "x") }.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
            guard digits.count == 64, let bytes = Hex.decode(digits) else { throw PostgresError.emptyAnswer }
            return bytes
        }
    }
}
