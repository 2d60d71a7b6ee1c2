import AuditSeal
import Foundation
import Postgres

/// Takes a month out of the audit log: into a file, which is read again before the database lets go of the month.
struct AuditArchiving: Sendable {
    let session: Session
    /// `2026-03`.
    let month: String
    let folder: String
    let lockTries: Int

    /// Writes, reads, detaches. Gives the file's path.
    func run() async throws -> String {
        try await session.run("set timezone = 'UTC'; set statement_timeout = 0")
        guard let plan = try await session.rows("select * from audit.archive_plan($1::date)", [.text(firstDay)]).first
        else {
            throw MigratorFailure.failed("the month cannot be archived")
        }
        let rows: Int64 = try plan.get("rows")
        let checkpoint: Int64 = try plan.get("checkpoint_id")
        let header = AuditArchiveFile.Header(
            month: month, entries: rows, checkpoint: try plan.get("note"), publicKey: try plan.get("public_key"))
        let file = AuditArchiveFile(path: "\(folder)/audit-\(month).jsonl")
        try await write(header, to: file)
        session.report.step("wrote \(file.path), \(rows) entries")
        let content = try file.read()
        guard content.broken.isEmpty, Int64(content.leaves.count) == rows else {
            throw MigratorFailure.failed(
                "\(file.path) is not what was sealed (\(content.leaves.count) entries, the first broken one at leaf \(content.broken.first ?? -1)); the month stays where it is"
            )
        }
        try await session.retryingLocks("archive \(month)", tries: lockTries) {
            try await session.transaction {
                do {
                    _ = try await session.connection.query(
                        "select audit.archive_detach($1::date, $2, $3, $4::bigint, $5::bigint)",
                        [
                            .text(firstDay), .text(URL(filePath: file.path).lastPathComponent), .bytes(content.hash),
                            .integer(rows), .integer(checkpoint),
                        ])
                } catch let error as PostgresError where error.sqlState == .lockNotAvailable {
                    throw LockTimeout()
                }
            }
        }
        return file.path
    }

    private var firstDay: String { month + "-01" }

    /// Whole or not at all: the file gets its name when all of it is on the disk.
    private func write(_ header: AuditArchiveFile.Header, to file: AuditArchiveFile) async throws {
        guard !FileManager.default.fileExists(atPath: file.path) else {
            throw MigratorFailure.usage("\(file.path) is there already")
        }
        let part = file.path + ".part"
        guard FileManager.default.createFile(atPath: part, contents: nil),
            let handle = FileHandle(forWritingAtPath: part)
        else {
            throw MigratorFailure.usage("\(part) cannot be written")
        }
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try handle.write(contentsOf: encoder.encode(header) + Data("\n".utf8))
        try await session.transaction {
            _ = try await session.rows("declare lines no scroll cursor for \(Self.lines)", [.text(firstDay)])
            while true {
                let lines = try await session.rows("fetch forward 5000 from lines")
                if lines.isEmpty { break }
                var bytes = Data()
                for line in lines { bytes.append(contentsOf: (try line.bytes("line") ?? []) + [UInt8(ascii: "\n")]) }
                try handle.write(contentsOf: bytes)
            }
        }
        try handle.synchronize()
        try handle.close()
        try FileManager.default.moveItem(atPath: part, toPath: file.path)
    }

    private static let lines = """
        select json_build_object(
            'leaf_index', l.leaf_index,
            'leaf_hash', encode(l.leaf_hash, 'hex'),
            'salt', encode(l.salt, 'hex'),
            'entry', case when l.salt is not null then
                audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(l.complete_at), e)
            end
        )::text as line
        from audit.entries as e
        join audit.leaves as l on l.audit_entry_id = e.audit_entry_id and l.created_at = e.created_at
        where e.created_at >= $1::timestamp at time zone 'UTC'
            and e.created_at < ($1::timestamp + interval '1 month') at time zone 'UTC'
        order by l.leaf_index
        """
}
