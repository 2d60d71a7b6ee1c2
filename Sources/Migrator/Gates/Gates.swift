/// What the database must satisfy before a deployment is committed, and whenever `verify` looks.
struct Gates: Sendable {
    let session: Session
    let files: SchemaFiles

    /// Lets the state of the session's transaction through, or not.
    /// - Throws: `MigratorFailure` `privileges`, or `lint` for a body that would fail when it is called.
    func check() async throws {
        try await checkPrivileges()
        let findings = try await BodyCheck(session: session, files: files).findings()
        for finding in findings where !finding.isError { session.report.warning(finding.description) }
        let errors = findings.filter(\.isError)
        guard errors.isEmpty else {
            throw MigratorFailure(
                .lint, "bodies of functions do not fit the tables; no function was replaced:", errors.map(\.description)
            )
        }
    }

    /// The part that is worth a look even when nothing has changed.
    /// - Throws: `MigratorFailure` `privileges`.
    func checkPrivileges() async throws {
        let findings = try await PrivilegeManifest(session: session, files: files).findings()
        guard findings.isEmpty else {
            throw MigratorFailure(.privileges, "privileges are not what the files say; to mend them:", findings)
        }
    }
}
