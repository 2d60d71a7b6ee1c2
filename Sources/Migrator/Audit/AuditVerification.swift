import AuditSeal
import Foundation
import Postgres

/// The audit log against its seal and against what is known outside of the database. All hashes are made here, of the entries as they are
/// streamed; then the database says what it finds, as it knows more about the why.
struct AuditVerification: Sendable {
    let session: Session
    /// Signed by the key, the smallest first; of the file outside and of the archives.
    let checkpoints: [Checkpoint]
    let archives: [AuditArchiveFile.Content]

    /// One thing that is not as it was sealed.
    struct Finding: Encodable, Sendable {
        let kind: String
        let isBroken: Bool
        let leafIndex: Int64?
        let auditEntryID: Int64?
        let createdAt: String?
        let entries: Int64
        let detail: String?

        /// A line for people.
        var text: String {
            let place = [
                leafIndex.map { "leaf \($0)" }, auditEntryID.map { "entry \($0)" }, createdAt,
                entries > 1 ? "and \(entries - 1) more" : nil,
            ]
            return ([kind] + place.compactMap(\.self)).joined(separator: "  ") + (detail.map { ": \($0)" } ?? "")
        }
    }

    /// What was looked at.
    struct Outcome: Encodable, Sendable {
        var leaves: Int64 = 0
        var checkpoints = 0
        var archived: Int64 = 0
        var findings: [Finding] = []
    }

    /// Looks at all of it. The first broken entry comes first.
    func run() async throws -> Outcome {
        try await session.run("set statement_timeout = 0")
        // One state of the log for all that follows.
        return try await session.rehearsal {
            try await session.run("set transaction isolation level repeatable read, read only")
            var (outcome, changed) = try await hashes()
            let told = try await session.rows("select *, created_at::text as time from api.audit_verify()")
            for row in told {
                let finding = Finding(
                    kind: try row.get("kind"), isBroken: try row.get("is_broken"), leafIndex: try row.get("leaf_index"),
                    auditEntryID: try row.get("audit_entry_id"), createdAt: try row.get("time"),
                    entries: try row.get("entries"), detail: try row.get("detail"))
                // An archive that was read has been checked here.
                if finding.kind != "ARCHIVED" || archives.isEmpty { outcome.findings.append(finding) }
            }
            // What was found here alone: in an archive, or by a database that does not say what it knows.
            for (index, entry) in changed
            where !outcome.findings.contains(where: {
                $0.isBroken && $0.kind != "TREE" && ($0.leafIndex ?? -1) <= index
                    && index < ($0.leafIndex ?? -1) + $0.entries
            }) {
                outcome.findings.append(
                    Finding(
                        kind: "CHANGED", isBroken: true, leafIndex: index, auditEntryID: entry, createdAt: nil,
                        entries: 1,
                        detail: archives.contains { $0.leaves[index] != nil } ? "in the archive" : nil))
            }
            try await outcome.findings.append(contentsOf: unreadArchives())
            outcome.findings.sort {
                ($0.isBroken ? 0 : 1, $0.leafIndex ?? .max) < ($1.isBroken ? 0 : 1, $1.leafIndex ?? .max)
            }
            return outcome
        }
    }

    /// Makes the tree again from the entries, and holds it against the checkpoints.
    private func hashes() async throws -> (outcome: Outcome, changed: [(index: Int64, entry: Int64)]) {
        var outcome = Outcome()
        var changed: [(index: Int64, entry: Int64)] = []
        var tree = GrowingTree()
        var open = checkpoints[...]
        var good: Int64 = 0
        func compare() {
            while let next = open.first, next.size <= tree.size {
                open.removeFirst()
                outcome.checkpoints += 1
                if next.root == tree.root {
                    good = next.size
                } else {
                    outcome.findings.append(
                        Finding(
                            kind: "TREE", isBroken: true, leafIndex: good, auditEntryID: nil, createdAt: nil,
                            entries: next.size - good,
                            detail: "a signed checkpoint of \(next.size) leaves has another root; one of \(good) fits"))
                }
            }
        }
        compare()
        _ = try await session.rows("declare leaves no scroll cursor for \(Self.leaves)")
        while true {
            let rows = try await session.rows("fetch forward 5000 from leaves")
            if rows.isEmpty { break }
            for row in rows {
                let index: Int64 = try row.get("leaf_index")
                let stored = try row.bytea("leaf_hash") ?? []
                var hash = stored
                if let salt = try row.bytea("salt"), let entry = try row.bytes("entry") {
                    hash = MerkleTree.leafHash(salt: salt, entry: entry)
                } else if let archived = archives.lazy.compactMap({ $0.leaves[index] }).first {
                    hash = archived
                    outcome.archived += 1
                }
                if hash != stored { changed.append((index, try row.get("audit_entry_id"))) }
                // With what was sealed: so a root tells of a forged seal, and an entry that is not what it was of itself.
                tree.append(stored)
                compare()
            }
        }
        outcome.leaves = tree.size
        for late in open.prefix(1) {
            outcome.findings.append(
                Finding(
                    kind: "TAIL", isBroken: true, leafIndex: tree.size, auditEntryID: nil, createdAt: nil,
                    entries: late.size - tree.size,
                    detail: "a checkpoint of \(late.size) leaves was signed, and the log has \(tree.size)"))
        }
        return (outcome, changed)
    }

    /// Archives that the database knows and nobody gave us, and files that are not what it noted.
    private func unreadArchives() async throws -> [Finding] {
        let known = try await session.rows(
            "select to_char(month, 'YYYY-MM') as month, file_name, file_hash, rows from audit.archives order by month")
        return try known.compactMap { row in
            let month: String = try row.get("month")
            let rows: Int64 = try row.get("rows")
            let name: String = try row.get("file_name")
            func finding(_ kind: String, _ detail: String) -> Finding {
                Finding(
                    kind: kind, isBroken: kind != "ARCHIVED", leafIndex: nil, auditEntryID: nil, createdAt: month,
                    entries: rows, detail: detail)
            }
            guard let given = archives.first(where: { $0.header.month == month }) else {
                return archives.isEmpty ? nil : finding("ARCHIVED", "its month is in \(name), which was not read")
            }
            if Int64(given.leaves.count) != rows {
                return finding("MISSING", "\(name) has \(given.leaves.count) entries")
            }
            return given.hash == (try row.bytea("file_hash") ?? [])
                ? nil : finding("CHANGED", "\(name) is not the file that was written")
        }
    }

    private static let leaves = """
        select
            l.leaf_index, l.audit_entry_id, l.leaf_hash,
            case when e.audit_entry_id is not null then l.salt end as salt,
            audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(l.complete_at), e) as entry
        from audit.leaves as l
        left join audit.entries as e on e.audit_entry_id = l.audit_entry_id and e.created_at = l.created_at
        order by l.leaf_index
        """
}
