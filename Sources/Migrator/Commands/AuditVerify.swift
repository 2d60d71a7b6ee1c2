import ArgumentParser
import AuditSeal

/// `migrator audit-verify`
struct AuditVerify: MigratorCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit-verify",
        abstract:
            "Makes the audit log's seal again from its entries; exit code 12 if an entry is not as it was sealed.",
        discussion: """
            Without checkpoints from outside, whoever rewrites everything in the database is not found: give the file that the \
            gateways write (AUDIT_CHECKPOINT_FILE), from where no administrator of the database can change it.

            Example:
              migrator audit-verify --checkpoints audit-checkpoints --public-key mami/audit+3f2a…+AX… --archive audit-2026-03.jsonl
            """
    )

    @Option(help: "The file with checkpoints that the gateways have written.")
    var checkpoints: String?

    @Option(help: "The key that signs them, as GET /admin/audit/checkpoint tells; several after a change of the key.")
    var publicKey: [String] = []

    @Option(parsing: .upToNextOption, help: "Archives of months that are not in the database any more.")
    var archive: [String] = []

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var output: OutputOptions

    mutating func validate() throws {
        guard (checkpoints == nil) == publicKey.isEmpty else {
            throw ValidationError(
                "--checkpoints and --public-key go together: a key from the database itself would prove nothing")
        }
    }

    func run(_ context: CommandContext) async throws {
        let keys = try publicKey.map { text in
            guard let key = VerifierKey(text) else {
                throw MigratorFailure.usage("\(text) is no public key of checkpoints")
            }
            return key
        }
        var signed: [Checkpoint] = []
        if let checkpoints {
            let notes = try CheckpointFile(checkpoints).read()
            guard !notes.isEmpty else { throw MigratorFailure.usage("\(checkpoints) has no checkpoint") }
            for note in notes {
                guard keys.contains(where: { $0.name == note.checkpoint.origin && $0.hasSigned(note) }) else {
                    throw MigratorFailure(
                        .logChanged,
                        "\(checkpoints): the checkpoint of \(note.checkpoint.size) leaves is not signed by the key")
                }
                signed.append(note.checkpoint)
            }
        }
        let archives = try archive.map { try AuditArchiveFile(path: $0).read() }
        for content in archives where !keys.isEmpty {
            guard let note = SignedCheckpoint(note: content.header.checkpoint),
                keys.contains(where: { $0.hasSigned(note) })
            else {
                throw MigratorFailure(
                    .logChanged, "the archive of \(content.header.month) has no checkpoint signed by the key")
            }
            signed.append(note.checkpoint)
        }
        signed.sort { $0.size < $1.size }
        let outcome = try await database.withSession(context) { [signed] session in
            try await AuditVerification(session: session, checkpoints: signed, archives: archives).run()
        }
        if checkpoints == nil {
            context.report.warning(
                "no checkpoints from outside were given: whoever rewrites the whole log, its seal too, is not found without them"
            )
        }
        let broken = outcome.findings.filter(\.isBroken)
        let summary =
            "\(outcome.leaves) sealed entries, \(outcome.checkpoints) signed checkpoints, \(outcome.archived) entries of archives: "
            + (broken.isEmpty ? "as they were sealed" : "\(broken.count) findings")
        context.report.result((outcome.findings.map(\.text) + [summary]).joined(separator: "\n"), outcome)
        if let first = broken.first {
            throw MigratorFailure(.logChanged, "the audit log is not as it was sealed, first: \(first.text)")
        }
    }
}
