import Postgres

/// Holds the privileges in the database against those that the files grant, both ways: what is missing would fail at night,
/// what is too much nobody would notice.
struct PrivilegeManifest: Sendable {
    /// One privilege of one role on one thing.
    struct Entry: Hashable, Sendable {
        /// `function`, `table` (views and sequences too) or `schema`
        let kind: String
        /// As the server writes it: `api.cart_get(bigint)`.
        let object: String
        /// For a privilege on a column.
        let column: String?
        let grantee: String
        /// Upper case, e.g. `EXECUTE`.
        let privilege: String

        /// The statement that gives or takes it.
        func statement(_ verb: String) -> String {
            let columns = column.map { " (\($0))" } ?? ""
            // The right to pass a right on goes with it.
            let right = privilege.lowercased().replacing(" with grant option", with: "")
            return "\(verb) \(right)\(columns) on \(kind) \(object) \(verb == "grant" ? "to" : "from") \(grantee);"
        }
    }

    let session: Session
    let files: SchemaFiles

    /// The statements that would mend what differs.
    func findings() async throws -> [String] {
        let statements = try files.objects.filter { $0.kind != .trigger }.flatMap {
            try GrantStatement.all(in: $0.file)
        }
        let catalog = try await PrivilegeCatalog.read(session, schemas: schemas(statements))
        var expected: Set<Entry> = []
        for statement in statements { statement.apply(to: &expected, catalog) }
        let missing = expected.subtracting(catalog.entries).map { $0.statement("grant") }
        // The server gives everybody the use of a new schema `public`, and more; the files may leave it so.
        let extra = catalog.entries.subtracting(expected)
            .filter { $0.kind != "schema" || statements.contains(where: $0.isSchemaNamed) }
            .map { $0.statement("revoke") }
        return missing.sorted() + extra.sorted()
    }

    private func schemas(_ statements: [GrantStatement]) -> [String] {
        Set(files.schemas + statements.flatMap(\.schemas)).sorted()
    }
}

extension PrivilegeManifest.Entry {
    fileprivate func isSchemaNamed(_ statement: GrantStatement) -> Bool {
        statement.kind == .schemas && statement.objects.contains(object)
    }
}
