import AuditSeal
import Fleet
import Foundation
import Postgres
import Testing

/// What a superuser can do to the audit log, and who notices.
@Suite(.enabled(if: World.isPossible), .timeLimit(.minutes(5)))
struct AuditTamperingTests {
    private static let entry = "(select max(audit_entry_id) from audit.entries where action = 'NEW')"
    /// The tree made anew over leaves that were made anew, as who knows all of it would do it.
    private static let forge = [
        """
        update audit.leaves as l
        set leaf_hash = audit.leaf_hash(l.salt, audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(l.complete_at), e))
        from audit.entries as e
        where e.audit_entry_id = l.audit_entry_id
        """,
        "delete from audit.tree_nodes", "select audit.tree_grow(0, s.size) from audit.seal_state as s",
        "update audit.checkpoints as c set root = api.audit_root(c.size)",
    ]

    @Test func eachOfSixThings_isFound_andNamed() async throws {
        let log = try await SealedLog.make("tampering")
        let (_, gateway, _) = try await log.startGateway(1)
        try await log.write(300, signedIn: 1)
        gateway.terminate()
        try await Program.waitForEnd(gateway, seconds: 20)
        let clean = try await log.verify()
        #expect(clean.status == 0, "\(clean.output)")
        #expect(clean.output.contains("as they were sealed"))
        let id: Int64 = try await log.sql("select \(Self.entry) as n").first?.get("n") ?? 0
        let stories: [(String, [String], String)] = [
            (
                "edited", ["update audit.entries set new_value = '{}' where audit_entry_id = \(id - 7)"],
                "CHANGED.*entry \(id - 7) "
            ),
            ("deleted", ["delete from audit.entries where audit_entry_id = \(id - 7)"], "MISSING.*entry \(id - 7) "),
            (
                "tail", ["delete from audit.entries where audit_entry_id > \(id - 7)"],
                "MISSING.*entry \(id - 6) .*and [0-9]+ more"
            ),
            (
                "cut",
                [
                    "delete from audit.entries where audit_entry_id > \(id - 7)",
                    // Past the foreign keys, which look as the owner, who may not.
                    """
                    do $$ begin
                        set local session_replication_role = replica;
                        delete from audit.leaves where audit_entry_id > \(id - 7);
                    end $$
                    """,
                    "delete from audit.tree_nodes", "delete from audit.checkpoints",
                    "update audit.seal_state set size = (select count(*) from audit.leaves)",
                    "select audit.tree_grow(0, s.size) from audit.seal_state as s",
                ], "TAIL.*and [0-9]+ more: a checkpoint of"
            ),
            (
                "swapped",
                [
                    """
                    update audit.entries as e set new_value = o.new_value from audit.entries as o
                    where e.audit_entry_id + o.audit_entry_id = \(2 * id - 10) and e.audit_entry_id in (\(id - 7), \(id - 3))
                    """
                ], "SWAPPED.*entry \(id - 7) "
            ),
            (
                "detached", ["alter table audit.entries detach partition audit.entries_2024_03"],
                "MISSING.*2024-03-10.*not attached"
            ),
            (
                "past",
                [
                    "insert into audit.entries (audit_entry_id, entity_type, action, transaction_id) overriding system value values (-1, 'test', 'PAST', '5')"
                ], "UNSEALED.*entry -1 "
            ),
            (
                "forged", ["update audit.entries set new_value = '{}' where audit_entry_id = \(id - 7)"] + Self.forge,
                "TREE.*a signed checkpoint of"
            ),
        ]
        for (name, statements, found) in stories {
            let copy = try await log.spoil(name, statements)
            let verified = try await log.verify(copy)
            #expect(verified.status == 12, "\(name): \(verified.output)")
            #expect(try Regex("first: " + found).firstMatch(in: verified.output) != nil, "\(name): \(verified.output)")
        }
        // Who rewrites all of it is found from outside alone, and the command says so.
        let blind = try await log.verify("\(log.name)_forged", signedIn: nil)
        #expect(blind.status == 0 && blind.output.contains("no checkpoints from outside were given"), "\(blind.output)")
    }

    @Test func twoGateways_signOneTree_andNoOther() async throws {
        let log = try await SealedLog.make("forks")
        async let one = log.startGateway(1)
        async let two = log.startGateway(2)
        let gateways = try await [one, two]
        for _ in 0..<6 {
            try await log.write(211, signedIn: 1)
            try await log.write(97, signedIn: 2)
        }
        var roots: [Int64: [UInt8]] = [:]
        var tree = GrowingTree()
        for row in try await log.sql("select leaf_hash from audit.leaves order by leaf_index") {
            tree.append(try row.bytea("leaf_hash") ?? [])
            roots[tree.size] = tree.root
        }
        for number in 1...2 {
            let signed = try log.checkpoints(number).read()
            #expect(signed.count > 3)
            #expect(signed.map(\.checkpoint.size) == signed.map(\.checkpoint.size).sorted())
            #expect(
                signed.allSatisfy {
                    SealedLog.key.verifier.hasSigned($0) && roots[$0.checkpoint.size] == $0.checkpoint.root
                })
        }
        // A log that was changed behind their backs gets no signature any more, from neither.
        _ = try await log.sql("update audit.entries set new_value = '{}' where action = 'OLD' and entity_id = 7")
        for statement in Self.forge { _ = try await log.sql(statement) }
        let before = try (1...2).map { try log.checkpoints($0).read() }
        _ = try await log.sql("insert into audit.entries (entity_type, action) values ('test', 'LATER')")
        for (_, process, path) in gateways {
            let isTold = await wait(atMost: .seconds(30)) {
                (try? String(contentsOfFile: path, encoding: .utf8))?.contains("audit.log_changed") == true
            }
            #expect(isTold)
            process.terminate()
            try await Program.waitForEnd(process, seconds: 20)
        }
        #expect(try (1...2).map { try log.checkpoints($0).read() } == before)
    }

    @Test func month_inAnArchive_isVerifiedFromIt() async throws {
        let log = try await SealedLog.make("archive")
        let (_, gateway, _) = try await log.startGateway(1)
        try await log.write(20, signedIn: 1)
        func archive(_ month: String) async throws -> (status: Int32, output: String) {
            let result = try await ChildProcess.run(
                Program.path("migrator"), ["audit-archive", "--month", month, "--to", log.folder],
                environment: ["DATABASE_URL": log.adminURL])
            return (result.status, result.output)
        }
        let early = try await archive("2099-01")
        #expect(early.status != 0 && early.output.contains("the month is not over"), "\(early.output)")
        let done = try await archive("2024-03")
        #expect(done.status == 0, "\(done.output)")
        #expect(try await archive("2024-03").status != 0)
        let path = "\(log.folder)/audit-2024-03.jsonl"
        #expect(try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").count == 51)
        let rows = try await log.sql("select count(*) filter (where action = 'OLD') as n from audit.entries")
        #expect(try rows.first?.integer("n") == 0)
        let without = try await log.verify()
        #expect(without.status == 0 && without.output.contains("ARCHIVED"), "\(without.output)")
        let with = try await log.verify(signedIn: 1, ["--archive", path])
        #expect(
            with.status == 0 && with.output.contains("50 entries of archives: as they were sealed"), "\(with.output)")
        let dropped = try await log.sql("select audit.archive_drop('2024-03-01')")
        #expect(dropped.count == 1)
        #expect(
            try await log.verify(signedIn: 1, ["--archive", path]).status == 0, "still verifiable from the archive")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        try text.replacing(#"{\"n\": 33}"#, with: #"{\"n\": 34}"#).write(
            toFile: path, atomically: true, encoding: .utf8)
        let changed = try await log.verify(signedIn: 1, ["--archive", path])
        #expect(changed.status == 12 && changed.output.contains("in the archive"), "\(changed.output)")
        gateway.terminate()
        try await Program.waitForEnd(gateway, seconds: 20)
    }

    @Test func proof_overHTTP_isCheckedByStrangers() async throws {
        let log = try await SealedLog.make("judge")
        let (url, gateway, _) = try await log.startGateway(1)
        try await log.write(150, signedIn: 1)
        let admin = try await Person.demo("admin@mami.local", at: url).client
        let id: Int64 = try await log.sql("select \(Self.entry) - 3 as n").first?.get("n") ?? 0
        let checkpoint = try await admin.api("GET", "/admin/audit/checkpoint")
        let verifier = try #require(VerifierKey(checkpoint.data["public_key"] as? String ?? ""))
        #expect(verifier.bytes == SealedLog.key.verifier.bytes)
        let reply = try await admin.api("GET", "/admin/audit/\(id)/proof")
        #expect(reply.status == 200, "\(reply.body)")
        func bytes(_ name: String) -> [UInt8] {
            Array(Data(base64Encoded: reply.data[name] as? String ?? "") ?? Data())
        }
        let signed = try #require(SignedCheckpoint(note: reply.data["checkpoint"] as? String ?? ""))
        #expect(verifier.hasSigned(signed))
        let leaf = MerkleTree.leafHash(salt: bytes("salt"), entry: Array((reply.data["entry"] as? String ?? "").utf8))
        let path = (reply.data["path"] as? [String] ?? []).map { Array(Data(base64Encoded: $0) ?? Data()) }
        let index = Int64(reply.data["leaf_index"] as? Int ?? -1)
        #expect(
            MerkleTree.isIncluded(
                leaf, at: index, size: signed.checkpoint.size, root: signed.checkpoint.root, path: path))
        #expect(try await admin.api("GET", "/admin/audit/999999999/proof").code == "AUDIT_ENTRY_NOT_FOUND")
        let manager = try await Person.demo("manager@mami.local", at: url).client
        #expect(try await manager.api("GET", "/admin/audit/\(id)/proof").status == 403)
        #expect(try await manager.api("GET", "/admin/audit/checkpoint").status == 403)
        let read = try await manager.api("GET", "/admin/audit?action=AUDIT_PROOF_READ")
        #expect((read.json["data"] as? [[String: Any]])?.count == 1)
        gateway.terminate()
        try await Program.waitForEnd(gateway, seconds: 20)
        let last: Int64 = try await log.sql("select max(audit_entry_id) as n from audit.entries").first?.get("n") ?? 0
        #expect(last > id)
        try await Self.judge(log, signed)
    }

    /// pymerkle and cryptography about the tree, proofs of several sizes, and the signature.
    private static func judge(_ log: SealedLog, _ signed: SignedCheckpoint) async throws {
        let python = "\(World.root)/.build/python/bin/python"
        guard FileManager.default.isExecutableFile(atPath: python) else { return }
        let rows = try await log.sql(
            """
            with size (n) as (select unnest(array[1, 2, 3, 7, 8, 16, 17, 31, 64, 100, 129, $1::integer]))
            select json_build_object(
                'entries', (
                    select json_agg(
                        encode(l.salt || convert_to(audit.entry_canonical(e.audit_entry_id, e.created_at, audit.canonical_time(l.complete_at), e), 'UTF8'), 'hex')
                        order by l.leaf_index
                    )
                    from audit.leaves as l join audit.entries as e on e.audit_entry_id = l.audit_entry_id
                ),
                'roots', (select json_object_agg(n, encode(api.audit_root(n), 'hex')) from size),
                'inclusion', (
                    select json_agg(json_build_object('index', i, 'size', n, 'path',
                        array(select encode(h, 'hex') from unnest(api.audit_inclusion(i, n)) with ordinality as p (h, o) order by o)))
                    from size cross join lateral generate_series(0, n - 1, 1 + n / 9) as i
                ),
                'consistency', (
                    select json_agg(json_build_object('from', a.n, 'to', b.n, 'path',
                        array(select encode(h, 'hex') from unnest(api.audit_consistency(a.n, b.n)) with ordinality as p (h, o) order by o)))
                    from size as a join size as b on a.n < b.n
                ),
                'checkpoint', $2::text,
                'public_key', (select encode(c.public_key, 'hex') from audit.checkpoints as c limit 1)
            )::text as given
            """, [.integer(signed.checkpoint.size), .text(signed.note)])
        let file = "\(log.folder)/given.json"
        try (rows.first?.text("given") ?? "").write(toFile: file, atomically: true, encoding: .utf8)
        let result = try await ChildProcess.run(python, ["\(World.root)/Tests/AuditJudge/judge.py", file])
        #expect(result.status == 0 && result.output.contains("checks passed"), "\(result.output)")
    }
}
