import Postgres

/// A function or a view cannot be replaced by its file's new text: its parameters, its result or its columns are others.
struct SignatureConflict: Error {
    let object: SchemaObject
    /// What the server said; nil when it took the new one as an overload beside the old.
    let error: PostgresError?
    /// What stands in the way.
    let inTheWay: [LiveObjects.Object]

    /// The exact `drop` and who depends on it.
    func failure(live: LiveObjects, _ session: Session) async throws -> MigratorFailure {
        let old = inTheWay.isEmpty ? live[object] : inTheWay
        var findings: [String] = []
        for one in old {
            findings.append("drop \(one.signature);")
            for dependent in try await Dependents.of(one, session) {
                findings.append("  \(dependent.isCaller ? "" : "depends on it: ")\(dependent.description)")
            }
        }
        findings.append(
            "either drop it in a migration, or say in \(object.file.path): -- migrator: replaces \(old.first?.bareSignature ?? "")"
        )
        let reason =
            error.map { "\(object.file.complaint($0))" }
            ?? "\(object.file.path): the new \(object.name) would stand beside the old one"
        return MigratorFailure(
            .rolledBack, reason + "\nrolled back: nothing of it has changed; what is in the way:", findings)
    }
}

extension LiveObjects.Object {
    /// The signature without its kind: `api.cart_get(bigint)`.
    var bareSignature: String { String(signature.drop { $0 != " " }.dropFirst()) }
}

extension SchemaObject {
    /// Whether the file says that it takes this one's place. Spaces do not count.
    func replaces(_ old: LiveObjects.Object) -> Bool {
        replaces.contains { $0.filter { !$0.isWhitespace } == old.bareSignature.filter { !$0.isWhitespace } }
    }
}
