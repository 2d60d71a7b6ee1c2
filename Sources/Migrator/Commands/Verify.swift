import ArgumentParser

/// `migrator verify`
struct Verify: MigratorCommand {
    static let configuration = CommandConfiguration(
        abstract: "Holds the database against the files: history, live functions, privileges, bodies, partitions.",
        discussion: """
            Changes nothing. Exit code of the first that fails: 4 history, 3 drift or partitions, 6 privileges, \
            2 pending, 5 plpgsql_check.

            Example:
              migrator verify --json
            """
    )

    @OptionGroup var database: DatabaseOptions
    @OptionGroup var files: FileOptions
    @OptionGroup var output: OutputOptions

    /// One thing that was looked at.
    private struct Check: Encodable {
        let name: String
        let status: Int32
        let findings: [String]
    }

    func run(_ context: CommandContext) async throws {
        let files = try files.read()
        let checks = try await database.withSession(context) { try await look($0, files) }
        let text = checks.map { check in
            ([check.findings.isEmpty ? "\(check.name): ok" : "\(check.name): \(check.findings.count) findings"]
                + check.findings.map { "  " + $0.replacing("\n", with: "\n    ") }).joined(separator: "\n")
        }
        context.report.result(text.joined(separator: "\n"), checks)
        if let failed = checks.first(where: { !$0.findings.isEmpty }) {
            let names = checks.filter { !$0.findings.isEmpty }.map(\.name)
            throw MigratorFailure(
                ExitStatus(rawValue: failed.status) ?? .rolledBack,
                "not as the files say: \(names.joined(separator: ", "))")
        }
    }

    private func look(_ session: Session, _ files: SchemaFiles) async throws -> [Check] {
        func check(_ name: String, _ status: ExitStatus, _ findings: [String]) -> Check {
            Check(name: name, status: findings.isEmpty ? 0 : status.rawValue, findings: findings)
        }
        let plan = try await Deployment(session: session, files: files).plan()
        let pending = plan.pending.map(\.file.path) + plan.changed.map(\.file.path)
        if !plan.isEmpty {
            session.report.warning("\(plan.pending.count) migrations and \(plan.changed.count) objects are pending")
        }
        return [
            check("history", .historyMismatch, plan.problems),
            check(
                "live functions", .drift,
                try await Drift(session: session, files: files).findings().map { "\($0.object): \($0.kind.rawValue)" }),
            check("partitions", .drift, try await PartitionLedger(session: session, schemas: files.schemas).findings()),
            check("privileges", .privileges, try await PrivilegeManifest(session: session, files: files).findings()),
            check(
                "up to date", .pending,
                pending + (plan.isUnchecked ? ["the gates have not passed since the last migration"] : [])),
            check("bodies", .lint, try await BodyCheck(session: session, files: files).findings().map(\.description)),
        ]
    }
}
